using System.Globalization;

namespace MGen.Cli;

/// <summary>
/// A start on the calendar as people type it on a command line: the clock of the simulated people, without a time zone.
/// </summary>
public static class StartText
{
    /// <summary>What <see cref="TryParse"/> takes, for help and error messages.</summary>
    public const string Grammar = "a date and a time of day without a zone, as in 2026-03-02T08:00";

    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd"];

    /// <summary>Reads a start from 1970 to 2160.</summary>
    public static bool TryParse(string? text, out DateTime start) =>
        DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out start)
        && start.Year is >= 1970 and <= 2160;
}
