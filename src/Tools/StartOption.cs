using System.CommandLine;
using MGen.Cli;
using MGen.Model.Configuration;
using MGen.Model.Configuration.Fields;
using MGen.Model.Conversations;

namespace MGen.Tools;

/// <summary>Options about the hours of the people: when a run starts, and their rhythm.</summary>
internal static class StartOption
{
    /// <summary>An option that takes a start, as <see cref="StartText"/> reads it; <c>null</c> where it is not given.</summary>
    public static Option<DateTime?> Create(string description) => new("--start")
    {
        HelpName = "time",
        Description = description,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (StartText.TryParse(text, out DateTime start))
                return start;
            result.AddError($"--start: '{text}' is not {StartText.Grammar}");
            return null;
        },
    };

    /// <summary>Reads the file of <c>--rhythm</c>; <c>null</c> if there is none, or an error.</summary>
    public static Rhythm? ReadRhythm(string? path, string workingDirectory, ICollection<ConfigError> errors)
    {
        if (path is null)
            return null;
        try
        {
            if (RhythmText.Parse(File.ReadAllText(Path.GetFullPath(path, workingDirectory)), out string? problem) is { } rhythm)
                return rhythm;
            errors.Add(new ConfigError(path, 0, 0, "", problem!, null, RhythmText.Allowed, null));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            errors.Add(new ConfigError(path, 0, 0, "", $"cannot be read: {failure.Message}", null, null, null));
        }
        return null;
    }
}
