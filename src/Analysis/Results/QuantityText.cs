using System.Globalization;
using System.Text;

namespace MGen.Analysis.Results;

/// <summary>Formats numbers for people, most of them with three significant digits and a unit.</summary>
public static class QuantityText
{
    /// <summary>Units of seconds, ascending; a unit that is separated from its number begins with a space.</summary>
    public static IReadOnlyList<(double Factor, string Unit)> TimeUnits { get; } =
    [(1e-9, " ns"), (1e-6, " µs"), (1e-3, " ms"), (1, " s")];

    /// <summary>Units of a clock, in seconds, ascending.</summary>
    public static IReadOnlyList<(double Factor, string Unit)> ClockUnits { get; } =
    [(1, " s"), (60, " min"), (3600, " h"), (86_400, " d")];

    /// <summary>Units of bytes, ascending.</summary>
    public static IReadOnlyList<(double Factor, string Unit)> ByteUnits { get; } =
    [(1, " B"), (1e3, " kB"), (1e6, " MB"), (1e9, " GB"), (1e12, " TB")];

    /// <summary><c>412 µs</c>, <c>12.3 ms</c>, <c>1.31 s</c>; longer times stay in seconds.</summary>
    public static string Time(double seconds) => WithUnit(seconds, TimeUnits);

    /// <summary><c>90 s</c>, <c>12 min</c>, <c>1.5 h</c></summary>
    public static string Clock(double seconds) =>
        Math.Abs(seconds) < 120 ? WithUnit(seconds, [ClockUnits[0]]) : WithUnit(seconds, ClockUnits);

    /// <summary>A number of bytes in decimal units.</summary>
    public static string Bytes(double bytes) => WithUnit(bytes, ByteUnits);

    /// <summary><c>99.98 %</c>: the closer a share is to 0 or 1, the more decimals, at most five.</summary>
    public static string Percent(double share)
    {
        double distance = Math.Min(Math.Abs(share), Math.Abs(1 - share)) * 100;
        string format = distance switch
        {
            0 or >= 10 => "0.#",
            >= 1 => "0.##",
            >= 0.01 => "0.###",
            _ => "0.#####",
        };
        return (share * 100).ToString(format, CultureInfo.InvariantCulture) + " %";
    }

    /// <summary>
    /// Whole numbers with separators; others with three significant digits, from 100 on rounded to whole numbers.
    /// </summary>
    public static string Count(double value) =>
        value == Math.Floor(value) && Math.Abs(value) < 1e15
            ? value.ToString("#,0", CultureInfo.InvariantCulture)
            : Digits(value);

    /// <summary>Both numbers in the unit that fits the first one.</summary>
    public static string Interval(double mean, double halfWidth, IReadOnlyList<(double Factor, string Unit)> units)
    {
        (double factor, string unit) = UnitOf(mean, units);
        double half = halfWidth / factor;
        string halfText = half < 9.95 ? half.ToString("G2", CultureInfo.InvariantCulture) : Digits(half);
        return $"{Digits(mean / factor)} ± {halfText}{unit}";
    }

    private static string WithUnit(double value, IReadOnlyList<(double Factor, string Unit)> units)
    {
        (double factor, string unit) = UnitOf(value, units);
        return value == 0 ? "0" : Digits(value / factor) + unit;
    }

    private static (double Factor, string Unit) UnitOf(double value, IReadOnlyList<(double Factor, string Unit)> units)
    {
        (double factor, string unit) = units[0];
        foreach ((double nextFactor, string nextUnit) in units)
        {
            // From 999.5 on the number would be written as 1000 of the smaller unit.
            if (Math.Abs(value) >= nextFactor * 0.9995)
                (factor, unit) = (nextFactor, nextUnit);
        }
        return (factor, unit);
    }

    private static string Digits(double value) =>
        value.ToString(
            Math.Abs(value) switch
            {
                < 0.9995 => "G3",
                < 9.995 => "0.##",
                < 99.95 => "0.#",
                _ => "#,0",
            },
            CultureInfo.InvariantCulture
        );
}

/// <summary>Reasons, which have camel case names in <c>analysis.json</c>, for people.</summary>
public static class ReasonText
{
    /// <summary>Turns <c>neverReachedServer</c> into <c>never reached server</c>; other text is unchanged.</summary>
    public static string Format(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!name.All(char.IsAsciiLetter))
            return name;
        StringBuilder words = new();
        foreach (char c in name)
        {
            if (char.IsAsciiLetterUpper(c) && words.Length > 0)
                words.Append(' ');
            words.Append(char.ToLowerInvariant(c));
        }
        return words.ToString();
    }
}
