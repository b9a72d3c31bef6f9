namespace MGen.Report.Quantities;

/// <summary>Conversions from the microseconds of an analysis to the seconds of figures.</summary>
internal static class Microseconds
{
    private const double PerSecond = 1e6;

    /// <summary>Converts to seconds; <c>null</c> stays <c>null</c>.</summary>
    public static double? ToSeconds(double? microseconds) => microseconds / PerSecond;

    /// <summary>
    /// Converts to seconds for a logarithmic axis. Times below a microsecond become one microsecond, because the axis
    /// has no position for 0.
    /// </summary>
    public static double? ToPositiveSeconds(long? microseconds) =>
        microseconds is { } value ? Math.Max(1, value) / PerSecond : null;

    /// <summary>Formats for people; a dash for <c>null</c>.</summary>
    public static string Text(long? microseconds) => Quantity.Time.Text(ToSeconds(microseconds) ?? double.NaN);
}
