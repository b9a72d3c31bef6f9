namespace MGen.Fitting.Activity;

/// <summary>Spans of milliseconds in the units that the fit counts in.</summary>
internal static class WholeTime
{
    public const long SecondMilliseconds = 1_000;

    public const long MinuteMilliseconds = 60 * SecondMilliseconds;

    /// <summary>Whole minutes, cut towards zero: half a minute before something is minute 0 as well, as in the original.</summary>
    public static long Minutes(long milliseconds) => milliseconds / MinuteMilliseconds;

    /// <summary>Whole seconds, cut.</summary>
    public static long CutToSeconds(long milliseconds) => milliseconds / SecondMilliseconds;

    /// <summary>The nearest whole second.</summary>
    public static long RoundToSeconds(long milliseconds) => (milliseconds + (SecondMilliseconds / 2)) / SecondMilliseconds;
}
