using System.Globalization;

namespace MGen.Cli;

/// <summary>Parses durations on a command line: a number and a unit.</summary>
public static class DurationText
{
    /// <summary>The grammar of <see cref="TryParse"/>, for help and error messages.</summary>
    public const string Grammar =
        "a number and a unit (ms, s, m, h, d, w), as in 500ms, 30s, 1.5h, 7d; without a unit: seconds";

    /// <summary>Parses a duration. Refuses negative and infinite ones, and those above 100 years.</summary>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = default;
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        double unitSeconds = TakeUnit(ref rest);
        if (!double.TryParse(rest, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
            return false;
        double seconds = number * unitSeconds;
        // The parser accepts "NaN" and "-Infinity" in any style.
        if (!(seconds >= 0 && seconds <= TimeSpan.FromDays(36_525).TotalSeconds))
            return false;
        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }

    /// <summary>
    /// Whether a text that <see cref="TryParse"/> accepts has no unit and is not 0. Tools refuse such texts, because a
    /// user may mean milliseconds as well as seconds.
    /// </summary>
    public static bool LacksUnit(string? text) =>
        TryParse(text, out TimeSpan duration) && duration != TimeSpan.Zero && char.IsAsciiDigit(text!.TrimEnd()[^1]);

    private static double TakeUnit(ref ReadOnlySpan<char> text)
    {
        foreach (
            (string unit, double seconds) in new[]
            {
                ("ms", 0.001),
                ("s", 1.0),
                ("m", 60.0),
                ("h", 3600.0),
                ("d", 86_400.0),
                ("w", 604_800.0),
            }
        )
        {
            if (!text.EndsWith(unit, StringComparison.OrdinalIgnoreCase))
                continue;
            text = text[..^unit.Length];
            return seconds;
        }
        return 1;
    }
}

/// <summary>Parses a start time on a command line: date and time of the simulated users, without time zone.</summary>
public static class StartText
{
    /// <summary>The grammar of <see cref="TryParse"/>, for help and error messages.</summary>
    public const string Grammar = "a date and a time of day without a zone, as in 2026-03-02T08:00";

    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd"];

    /// <summary>Parses a start time, from 1970 to 2160.</summary>
    public static bool TryParse(string? text, out DateTime start) =>
        DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out start)
        && start.Year is >= 1970 and <= 2160;
}
