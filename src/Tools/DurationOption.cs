using System.CommandLine;
using MGen.Cli;

namespace MGen.Tools;

/// <summary>Options that take a duration, as <see cref="DurationText"/> reads it.</summary>
internal static class DurationOption
{
    /// <summary>An option whose value is <c>null</c> where it is not given.</summary>
    public static Option<TimeSpan?> Create(string name, string description) => new(name)
    {
        HelpName = "time",
        Description = description,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (DurationText.TryParse(text, out TimeSpan duration))
                return duration;
            result.AddError($"{name}: '{text}' is not a duration: expected {DurationText.Grammar}");
            return null;
        },
    };
}
