namespace MGen.Analysis.Tallies;

/// <summary>How wide bins of time are.</summary>
internal static class BinWidth
{
    /// <summary>As many as a chart of usual width can show, and half an hour of seconds is one of them.</summary>
    public const int UsualBins = 1800;

    /// <summary>With a width that was asked for.</summary>
    public const int MostBins = 1_000_000;

    private static readonly long[] Usual = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400];

    /// <summary>A width in seconds.</summary>
    /// <param name="first">First second.</param>
    /// <param name="last">Last second.</param>
    /// <param name="least">No smaller; a multiple of it where <paramref name="isFixed"/>.</param>
    /// <param name="isFixed">Whether <paramref name="least"/> was asked for: a multiple is taken only where there would be too many bins.</param>
    public static long Choose(long first, long last, long least, bool isFixed)
    {
        long span = last - first + 1;
        if (isFixed)
            return least * Math.Max(1, (span + (least * MostBins) - 1) / (least * MostBins));
        long width = Usual.FirstOrDefault(width => width >= least && span <= width * UsualBins);
        return width > 0 ? width : Usual[^1] * ((span / (Usual[^1] * UsualBins)) + 1);
    }
}
