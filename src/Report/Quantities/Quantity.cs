using System.Globalization;
using MGen.Analysis.Results;

namespace MGen.Report.Quantities;

/// <summary>The kind of a number: how it is formatted, and the suffix of its column.</summary>
internal sealed class Quantity
{
    private readonly Func<double, string> _text;
    private readonly IReadOnlyList<(double Factor, string Unit)> _units;

    private Quantity(
        string code,
        string columnSuffix,
        Func<double, string> text,
        params IReadOnlyList<(double Factor, string Unit)> units
    )
    {
        Code = code;
        ColumnSuffix = columnSuffix;
        _text = text;
        _units = units;
    }

    /// <summary>Durations, stored in seconds.</summary>
    public static Quantity Time { get; } = new("time", "_seconds", QuantityText.Time, QuantityText.TimeUnits);

    /// <summary>Times since the start of a run, stored in seconds; hours and minutes where they fit better.</summary>
    public static Quantity Clock { get; } = new("clock", "_seconds", QuantityText.Clock, QuantityText.ClockUnits);

    /// <summary>Numbers of things.</summary>
    public static Quantity Count { get; } = new("count", "_count", QuantityText.Count, (1, ""));

    /// <summary>Events per second.</summary>
    public static Quantity PerSecond { get; } =
        new("rate", "_per_second", value => QuantityText.Count(value) + "/s", (1, "/s"));

    /// <summary>Bytes per second.</summary>
    public static Quantity BytesPerSecond { get; } =
        new(
            "byterate",
            "_bytes_per_second",
            value => QuantityText.Bytes(value) + "/s",
            [.. QuantityText.ByteUnits.Select(unit => (unit.Factor, unit.Unit + "/s"))]
        );

    /// <summary>Shares, stored from 0 to 1, shown in per cent.</summary>
    public static Quantity Share { get; } = new("share", "_share", QuantityText.Percent, (0.01, " %"));

    /// <summary>Probabilities, as shown on the axis of a distribution.</summary>
    public static Quantity Probability { get; } =
        new("probability", "", value => value.ToString("0.#####", CultureInfo.InvariantCulture), (1, ""));

    /// <summary>Sizes, stored in bytes.</summary>
    public static Quantity Bytes { get; } = new("bytes", "_bytes", QuantityText.Bytes, QuantityText.ByteUnits);

    /// <summary>The name for the script that shows values under the pointer.</summary>
    public string Code { get; }

    /// <summary>The suffix of a CSV column of this quantity: the unit in which values are stored.</summary>
    public string ColumnSuffix { get; }

    /// <summary>Formats a value for people, with its unit; a dash for NaN.</summary>
    public string Text(double value) => double.IsNaN(value) ? "–" : _text(value);

    /// <summary>
    /// Formats <c>41.2 ± 3.1 ms</c>: both in the unit of the mean, the half width with two significant digits.
    /// </summary>
    public string Interval(double mean, double halfWidth) => QuantityText.Interval(mean, halfWidth, _units);
}
