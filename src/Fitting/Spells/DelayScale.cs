namespace MGen.Fitting.Spells;

/// <summary>
/// The bins in which delays are counted during the training. They have equal width in ln(1 + seconds): a bin is one
/// eighth of its delay wide, and below a second about an eighth of a second.
/// </summary>
internal static class DelayScale
{
    /// <summary>Number of bins: enough for 3,000 years.</summary>
    public const int Bins = 202;

    private const double Width = 0.125;

    private static readonly double[] Edges =
    [
        .. Enumerable.Range(0, Bins + 1).Select(bin => Math.Exp(bin * Width) - 1),
    ];

    /// <summary>
    /// For each pattern of leading bits of a <see cref="double"/>, the first bin that contains such a number: a table
    /// look-up instead of a logarithm, of which each message would need dozens.
    /// </summary>
    private static readonly byte[] BinsOfLeadingBits =
    [
        .. Enumerable
            .Range(0, LeadingBits(1 + Edges[Bins]) + 1)
            .Select(bits =>
                (byte)Math.Clamp(Array.FindLastIndex(Edges, edge => LeadingBits(1 + edge) < bits), 0, Bins - 1)
            ),
    ];

    /// <summary>The bin of a delay; the last one includes all longer delays.</summary>
    /// <param name="seconds">Not negative.</param>
    public static int Bin(double seconds)
    {
        if (seconds >= Edges[Bins - 1])
            return Bins - 1;
        int bin = BinsOfLeadingBits[LeadingBits(1 + seconds)];
        while (seconds >= Edges[bin + 1])
            bin++;
        return bin;
    }

    /// <summary>Start of a bin in seconds; the last bin ends at <c>Start(Bins)</c>.</summary>
    public static double Start(int bin) => Edges[bin];

    /// <summary>Exponent and the first six bits of the mantissa, relative to those of 1.</summary>
    private static int LeadingBits(double number) =>
        (int)((BitConverter.DoubleToInt64Bits(number) - BitConverter.DoubleToInt64Bits(1)) >> 46);

    /// <summary>Width of a bin in seconds.</summary>
    public static double Seconds(int bin) => Edges[bin + 1] - Edges[bin];
}
