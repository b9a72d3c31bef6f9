namespace MGen.Fitting.Spells;

/// <summary>The quiet timeouts that a spell may have while a model is being learnt: from 5 s to 50 minutes, each about a quarter longer than the one before.</summary>
/// <remarks>Each is the begin of a bin, so that how many delays outlast it is known exactly.</remarks>
internal static class TimeoutGrid
{
    private const int FirstBin = 14;
    private const int BinsApart = 2;

    /// <summary>How many there are.</summary>
    public const int Count = 26;

    private static readonly double[] Values = [.. Enumerable.Range(0, Count).Select(k => DelayScale.Start(Bin(k)))];

    /// <summary>The timeouts in seconds, ascending.</summary>
    public static ReadOnlySpan<double> Seconds => Values;

    /// <summary>The bin that begins with a timeout.</summary>
    public static int Bin(int timeout) => FirstBin + (timeout * BinsApart);

    /// <summary>The first timeout that outlasts a silence; <see cref="Count"/> if none does.</summary>
    public static int FirstAbove(double seconds) => Math.Clamp((DelayScale.Bin(seconds) - FirstBin + BinsApart) / BinsApart, 0, Count);
}
