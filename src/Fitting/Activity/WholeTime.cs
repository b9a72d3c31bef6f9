namespace MGen.Fitting.Activity;

/// <summary>Converts milliseconds to the units of the fit.</summary>
internal static class WholeTime
{
    public const long SecondMilliseconds = 1_000;

    public const long MinuteMilliseconds = 60 * SecondMilliseconds;

    /// <summary>Whole minutes, truncated toward zero: -0.5 minutes is minute 0 too, as in the original.</summary>
    public static long Minutes(long milliseconds) => milliseconds / MinuteMilliseconds;

    /// <summary>Whole seconds, truncated toward zero.</summary>
    public static long CutToSeconds(long milliseconds) => milliseconds / SecondMilliseconds;

    /// <summary>The nearest whole second; halves are rounded up.</summary>
    public static long RoundToSeconds(long milliseconds) =>
        (milliseconds + (SecondMilliseconds / 2)) / SecondMilliseconds;
}
