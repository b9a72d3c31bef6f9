namespace MGen.Analysis.Tallies;

/// <summary>Chooses the width of bins of time.</summary>
internal static class BinWidth
{
    /// <summary>
    /// Most bins by default: as many as a chart of usual width can show, and half an hour in seconds.
    /// </summary>
    public const int UsualBins = 1800;

    /// <summary>Most bins if a width was requested.</summary>
    public const int MostBins = 1_000_000;

    private static readonly long[] Usual =
    [
        1,
        2,
        5,
        10,
        15,
        30,
        60,
        120,
        300,
        600,
        900,
        1800,
        3600,
        7200,
        21_600,
        43_200,
        86_400,
    ];

    /// <summary>Returns a width in seconds.</summary>
    /// <param name="first">The first second.</param>
    /// <param name="last">The last second.</param>
    /// <param name="least">The smallest width; if <paramref name="isFixed"/>, the result is a multiple of it.</param>
    /// <param name="isFixed">
    /// Whether <paramref name="least"/> was requested: a multiple is used only if there would be too many bins.
    /// </param>
    public static long Choose(long first, long last, long least, bool isFixed)
    {
        long span = last - first + 1;
        if (isFixed)
            return least * Math.Max(1, (span + (least * MostBins) - 1) / (least * MostBins));
        long width = Usual.FirstOrDefault(width => width >= least && span <= width * UsualBins);
        return width > 0 ? width : Usual[^1] * ((span / (Usual[^1] * UsualBins)) + 1);
    }
}
