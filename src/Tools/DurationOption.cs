using System.CommandLine;
using MGen.Cli;
using MGen.Model.Configuration;
using MGen.Model.Configuration.Fields;
using MGen.Model.Conversations;
using MGen.Tools.Generating;

namespace MGen.Tools;

/// <summary>Options whose value is a duration in the grammar of <see cref="DurationText"/>.</summary>
internal static class DurationOption
{
    /// <summary>
    /// The grammar, for help and error messages. Unlike <see cref="DurationText.Grammar"/>, it requires a unit except
    /// for 0.
    /// </summary>
    public const string Grammar = "a number and a unit (ms, s, m, h, d, w), as in 500ms, 30s, 1.5h, 7d";

    /// <summary>Creates an option whose value is <c>null</c> if it is not given.</summary>
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

    /// <summary>Describes the error in a text that is not a duration or has no unit.</summary>
    public static string Problem(string name, string text) =>
        DurationText.LacksUnit(text)
            ? $"{name}: '{text}' has no unit: write {text}ms, {text}s or {text}m"
            : $"{name}: '{text}' is not a duration: expected {Grammar}";
}

/// <summary>The options about the users' time: the start of a run, and their rhythm.</summary>
internal static class StartOption
{
    /// <summary>
    /// Creates an option whose value is a start time in the grammar of <see cref="StartText"/>; <c>null</c> if it is
    /// not given.
    /// </summary>
    public static Option<DateTime?> Create(string description) =>
        new("--start")
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

    /// <summary>The file with the users' rhythm, in the directory of fitted models.</summary>
    public const string ModelsRhythm = "rhythm.dat";

    /// <summary>The value of <c>--rhythm</c> that turns the rhythm off.</summary>
    public const string NoRhythm = "none";

    /// <summary>
    /// Returns the file with the rhythm of a population, as a path to display; <c>null</c>: no rhythm.
    /// </summary>
    /// <param name="given">
    /// The value of <c>--rhythm</c>: a file, or <see cref="NoRhythm"/>; <c>null</c> if not given.
    /// </param>
    /// <param name="parsed">
    /// The command line. Without <c>--rhythm</c> the models' rhythm is used, except with <c>--as-original</c>, because
    /// the original has no rhythm.
    /// </param>
    /// <param name="population">The options of the population.</param>
    /// <param name="workingDirectory">The directory of relative paths.</param>
    public static string? RhythmFile(
        string? given,
        ParseResult parsed,
        GenerateOptions population,
        string workingDirectory
    )
    {
        if (given is not null)
            return given == NoRhythm ? null : given;
        string? models = parsed.GetValue(population.AsOriginal) ? null : parsed.GetValue(population.Models);
        string? beside = models is null ? null : Path.Combine(models, ModelsRhythm);
        return beside is not null && File.Exists(Path.GetFullPath(beside, workingDirectory)) ? beside : null;
    }

    /// <summary>Reads a rhythm from a file; <c>null</c> without a file or after an error.</summary>
    public static Rhythm? ReadRhythm(string? path, string workingDirectory, ICollection<ConfigError> errors)
    {
        if (path is null)
            return null;
        try
        {
            if (
                RhythmText.Parse(File.ReadAllText(Path.GetFullPath(path, workingDirectory)), out string? problem) is
                { } rhythm
            )
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
