namespace MGen.Fitting.Spells;

/// <summary>The quiet timeouts that a spell may have while a model is being learnt: from 5 s to 50 minutes, each about an eighth longer than the one before.</summary>
/// <remarks>Each is the begin of a bin, so that how many delays outlast it is known exactly.</remarks>
internal static class TimeoutGrid
{
    private const int FirstBin = 14;
    private const int BinsApart = 1;

    /// <summary>How many there are.</summary>
    public const int Count = 51;

    private static readonly double[] Values = [.. Enumerable.Range(0, Count).Select(k => DelayScale.Start(Bin(k)))];

    /// <summary>The timeouts in seconds, ascending.</summary>
    public static ReadOnlySpan<double> Seconds => Values;

    /// <summary>
    /// A timeout as it may have been: the silences that a spell tolerated tell only that its timeout was above the one before, and at most this one.
    /// </summary>
    /// <param name="timeout">Its number.</param>
    /// <param name="share">How far it is from the one before to this one, from 0 to 1, in the logarithm.</param>
    public static double Within(int timeout, double share)
    {
        double before = timeout > 0 ? Values[timeout - 1] : Values[0] * Values[0] / Values[1];
        return before * Math.Pow(Values[timeout] / before, share);
    }

    /// <summary>The bin that begins with a timeout.</summary>
    public static int Bin(int timeout) => FirstBin + (timeout * BinsApart);

    /// <summary>The first timeout that outlasts a silence; <see cref="Count"/> if none does.</summary>
    public static int FirstAbove(double seconds) => Math.Clamp((DelayScale.Bin(seconds) - FirstBin + BinsApart) / BinsApart, 0, Count);
}
