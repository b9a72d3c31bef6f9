using System.CommandLine;
using MGen.Cli;

namespace MGen.Tools;

/// <summary>Options that take a duration, as <see cref="DurationText"/> reads it.</summary>
internal static class DurationOption
{
    /// <summary>
    /// What an option takes, for help and error messages. Unlike in <see cref="DurationText.Grammar"/> only 0 goes
    /// without a unit.
    /// </summary>
    public const string Grammar = "a number and a unit (ms, s, m, h, d, w), as in 500ms, 30s, 1.5h, 7d";

    /// <summary>An option whose value is <c>null</c> where it is not given.</summary>
    public static Option<TimeSpan?> Create(string name, string description) =>
        new(name)
        {
            HelpName = "time",
            Description = description,
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (DurationText.TryParse(text, out TimeSpan duration) && !DurationText.LacksUnit(text))
                    return duration;
                result.AddError(Problem(name, text));
                return null;
            },
        };

    /// <summary>What is wrong with a text that is no duration, or leaves its unit open.</summary>
    public static string Problem(string name, string text) =>
        DurationText.LacksUnit(text)
            ? $"{name}: '{text}' has no unit: say {text}ms, {text}s or {text}m"
            : $"{name}: '{text}' is not a duration: expected {Grammar}";
}
