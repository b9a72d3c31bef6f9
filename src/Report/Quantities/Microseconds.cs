namespace MGen.Report.Quantities;

/// <summary>An analysis counts times in microseconds; figures hold seconds.</summary>
internal static class Microseconds
{
    private const double PerSecond = 1e6;

    /// <summary>In seconds; <c>null</c> stays so.</summary>
    public static double? ToSeconds(double? microseconds) => microseconds / PerSecond;

    /// <summary>In seconds for a logarithmic axis, which has no place for 0: what is shorter counts as a microsecond.</summary>
    public static double? ToPositiveSeconds(long? microseconds) => microseconds is { } value ? Math.Max(1, value) / PerSecond : null;

    /// <summary>For people; a dash if there is none.</summary>
    public static string Text(long? microseconds) => Quantity.Time.Text(ToSeconds(microseconds) ?? double.NaN);
}
