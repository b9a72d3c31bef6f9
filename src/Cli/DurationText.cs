using System.Globalization;

namespace MGen.Cli;

/// <summary>Durations as people type them on a command line: a number and a unit.</summary>
public static class DurationText
{
    /// <summary>What <see cref="TryParse"/> takes, for help and error messages.</summary>
    public const string Grammar =
        "a number and a unit (ms, s, m, h, d, w), as in 500ms, 30s, 1.5h, 7d; without a unit: seconds";

    /// <summary>Reads a duration. Negative, infinite and absurd ones (above 100 years) are refused.</summary>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = default;
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        double unitSeconds = TakeUnit(ref rest);
        if (!double.TryParse(rest, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
            return false;
        double seconds = number * unitSeconds;
        if (seconds > TimeSpan.FromDays(36_525).TotalSeconds)
            return false;
        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }

    /// <summary>
    /// Whether a text that <see cref="TryParse"/> takes leaves its reader to guess the unit: a number without one,
    /// other than 0. What a person types may mean milliseconds as well as seconds, so tools refuse it.
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
