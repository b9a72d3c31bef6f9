namespace MGen.Fitting.Spells;

/// <summary>
/// The quiet timeouts that a spell may have during the training: from 5 s to 50 minutes, each about an eighth longer
/// than the previous one.
/// </summary>
/// <remarks>
/// Each is the start of a bin of <see cref="DelayScale"/>, so that the number of delays that exceed it is exact.
/// </remarks>
internal static class TimeoutGrid
{
    private const int FirstBin = 14;
    private const int BinsApart = 1;

    /// <summary>Number of timeouts.</summary>
    public const int Count = 51;

    private static readonly double[] Values = [.. Enumerable.Range(0, Count).Select(k => DelayScale.Start(Bin(k)))];

    /// <summary>The timeouts in seconds, ascending.</summary>
    public static ReadOnlySpan<double> Seconds => Values;

    /// <summary>
    /// A timeout between two values of the grid: the silences inside a spell only show that its timeout was above the
    /// previous value and at most this one.
    /// </summary>
    /// <param name="timeout">Its number.</param>
    /// <param name="share">Position from the previous value to this one, from 0 to 1, in the logarithm.</param>
    public static double Within(int timeout, double share)
    {
        double before = timeout > 0 ? Values[timeout - 1] : Values[0] * Values[0] / Values[1];
        return before * Math.Pow(Values[timeout] / before, share);
    }

    /// <summary>The bin that begins with a timeout.</summary>
    public static int Bin(int timeout) => FirstBin + (timeout * BinsApart);

    /// <summary>The first timeout that is longer than a silence; <see cref="Count"/> if none is.</summary>
    public static int FirstAbove(double seconds) =>
        Math.Clamp((DelayScale.Bin(seconds) - FirstBin + BinsApart) / BinsApart, 0, Count);
}
