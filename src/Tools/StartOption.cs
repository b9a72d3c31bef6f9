using System.CommandLine;
using MGen.Cli;
using MGen.Model.Configuration;
using MGen.Model.Configuration.Fields;
using MGen.Model.Conversations;
using MGen.Tools.Generating;

namespace MGen.Tools;

/// <summary>Options about the hours of the people: when a run starts, and their rhythm.</summary>
internal static class StartOption
{
    /// <summary>
    /// An option that takes a start, as <see cref="StartText"/> reads it; <c>null</c> where it is not given.
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

    /// <summary>The file beside fitted models that has the rhythm of their people.</summary>
    public const string ModelsRhythm = "rhythm.dat";

    /// <summary>What <c>--rhythm</c> says if there is to be none.</summary>
    public const string NoRhythm = "none";

    /// <summary>The file that has the rhythm of a population, as it is to be shown; <c>null</c>: it has none.</summary>
    /// <param name="given">What <c>--rhythm</c> says: a file, or <see cref="NoRhythm"/>; <c>null</c>: nothing.</param>
    /// <param name="parsed">The command line. The rhythm of its models counts if nothing is said, but not for
    /// <c>--as-original</c>: the original knows none.</param>
    /// <param name="population">The options of the population.</param>
    /// <param name="workingDirectory">Where relative paths start.</param>
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

    /// <summary>Reads the file of a rhythm; <c>null</c> if there is none, or an error.</summary>
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
