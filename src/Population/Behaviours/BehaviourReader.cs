using System.Diagnostics.CodeAnalysis;
using MGen.Model.Configuration;
using MGen.Model.Configuration.Errors;
using MGen.Model.Configuration.Fields;
using MGen.Model.Configuration.Files;
using MGen.Model.Configuration.Models;
using MGen.Model.Distributions;
using MGen.Model.Randomness;
using MGen.Population.Distributions;

namespace MGen.Population.Behaviours;

/// <summary>Reads the seven files of a behaviour, and collects all errors.</summary>
internal sealed class BehaviourReader(BehaviourSource source, List<ConfigError> errors)
{
    private const string Probability = "a probability from 0 to 1";

    /// <summary>Returns the behaviour including its chat size classes; <c>null</c> if there are errors.</summary>
    public BehaviourModel? Read()
    {
        int before = errors.Count;
        ClassBehaviour[] classes = [.. ReadClasses().OrderBy(part => part.Class.Least)];
        foreach (
            (ClassBehaviour one, ClassBehaviour next) in classes
                .Zip(classes.Skip(1))
                .Where(pair => pair.First.Class.Most >= pair.Second.Class.Least)
        )
            errors.Add(
                new ConfigError(
                    source.Shown(next.Class.Folder),
                    0,
                    0,
                    "",
                    $"overlaps with {one.Class.Folder}",
                    null,
                    "chat size classes that do not overlap",
                    null
                )
            );
        BehaviourModel? model = ReadFiles();
        if (model is null || errors.Count > before)
            return null;
        return classes.Length == 0 ? model : model.WithClasses(classes);
    }

    private IEnumerable<ClassBehaviour> ReadClasses()
    {
        foreach (BehaviourSource part in source.Classes())
        {
            string folder = Path.GetFileName(part.ShownAs);
            if (!SizeClass.TryParseFolder(folder, out SizeClass? size))
                errors.Add(
                    new ConfigError(
                        part.ShownAs,
                        0,
                        0,
                        "",
                        "is not a chat size class",
                        PrintableText.Escape(folder),
                        "size-2, size-3-5 or size-51-up",
                        null
                    )
                );
            else if (new BehaviourReader(part, errors).ReadFiles() is { } model)
                yield return new ClassBehaviour(size, model);
        }
    }

    private BehaviourModel? ReadFiles()
    {
        double? s = ReadProbability("S.dat");
        double? r = ReadProbability("R.dat");
        WeightsTable? sizes = ReadTable("sizes.dat", WeightsKind.Sizes);
        WeightsTable? idle = ReadTable("I.dat", WeightsKind.Times);
        WeightsTable? quiet = ReadTable("W.dat", WeightsKind.Times);
        WeightsTable? afterSend = ReadTable("As.dat", WeightsKind.Times);
        WeightsTable? afterReceive = ReadTable("Ar.dat", WeightsKind.Times);
        if (
            s is null
            || r is null
            || sizes is null
            || idle is null
            || quiet is null
            || afterSend is null
            || afterReceive is null
        )
            return null;
        return new BehaviourModel(
            source,
            s.Value,
            r.Value,
            new BehaviourTables(sizes, idle, quiet, afterSend, afterReceive)
        );
    }

    private double? ReadProbability(string fileName)
    {
        if (ReadText(fileName) is not { } text)
            return null;
        string number = text.Trim();
        if (PlainNumber.TryParseReal(number, out double value) && value is >= 0 and <= 1)
            return value;
        Add(fileName, new TextPosition(1, 1), "must be one number", number, Probability);
        return null;
    }

    private WeightsTable? ReadTable(string fileName, WeightsKind kind)
    {
        if (ReadText(fileName) is not { } text)
            return null;
        WeightsTable? table = WeightsFileReader.Parse(text, kind, out IReadOnlyList<WeightsProblem> problems);
        foreach (WeightsProblem problem in problems)
            Add(fileName, problem.At, problem.Message, problem.Value, problem.Allowed);
        return table;
    }

    private string? ReadText(string fileName)
    {
        if (source.TryRead(fileName, out string text, out TextFileProblem? problem))
            return text;
        Add(fileName, problem.At, problem.Message, null, null);
        return null;
    }

    private void Add(string fileName, TextPosition at, string message, string? value, string? allowed) =>
        errors.Add(
            new ConfigError(
                source.Shown(fileName),
                at.Line,
                at.Column,
                "",
                message,
                value is null ? null : PrintableText.Escape(value),
                allowed,
                null
            )
        );
}

/// <summary>The files of a behaviour: a directory, or resources embedded in the program.</summary>
/// <param name="Name">Its name among the models of a population.</param>
/// <param name="ShownAs">
/// The directory as shown in error messages; for a built-in behaviour, its name in brackets.
/// </param>
/// <param name="Directory">Full path of the directory; <c>null</c> for a built-in behaviour.</param>
internal sealed record BehaviourSource(string Name, string ShownAs, string? Directory)
{
    /// <summary>Path of a built-in behaviour's files below <c>samples/population</c>.</summary>
    private string CarriedPath { get; init; } = $"models/{Name}";

    /// <summary>The names of all files, as the original's tools write them.</summary>
    public static IReadOnlyList<string> FileNames { get; } =
    ["S.dat", "R.dat", "sizes.dat", "I.dat", "W.dat", "As.dat", "Ar.dat"];

    /// <summary>A file's path as shown in error messages.</summary>
    public string Shown(string fileName) => Path.Combine(ShownAs, fileName);

    /// <summary>The chat size classes of this behaviour: its subdirectories, in ordinal order of names.</summary>
    public IEnumerable<BehaviourSource> Classes() =>
        Directory is null
            ? CarriedClasses()
            : System
                .IO.Directory.GetDirectories(Directory, "*", DirectoryListing.Readable)
                .Where(path => SizeClass.IsFolder(Path.GetFileName(path)))
                .OrderBy(path => path, StringComparer.Ordinal)
                .Select(path => new BehaviourSource(Name, Path.Combine(ShownAs, Path.GetFileName(path)), path));

    /// <summary>Reads the text of a file.</summary>
    public bool TryRead(string fileName, out string text, [NotNullWhen(false)] out TextFileProblem? problem)
    {
        if (Directory is not null)
            return TextFile.TryRead(
                Path.Combine(Directory, fileName),
                ConfigLimits.MaxWeightsBytes,
                out text,
                out problem
            );
        (text, problem) = (EmbeddedFiles.Read($"{CarriedPath}/{fileName}"), null);
        return true;
    }

    private IEnumerable<BehaviourSource> CarriedClasses() =>
        EmbeddedFiles
            .FoldersIn(CarriedPath)
            .Where(SizeClass.IsFolder)
            .Select(folder => new BehaviourSource(Name, Path.Combine(ShownAs, folder), Directory: null)
            {
                CarriedPath = $"{CarriedPath}/{folder}",
            });
}

/// <summary>The distribution of a behaviour's idle times at the moment when a run begins.</summary>
internal sealed class IdleTimes
{
    /// <summary>The start-up time, in seconds, that the original's generator adds to each weight.</summary>
    private const double OriginalOffset = 30;

    private readonly double[] _seconds;
    private readonly WeightedIndex? _byLength;
    private readonly WeightedIndex _asOriginal;

    /// <param name="distribution">Idle times in seconds, with weights.</param>
    public IdleTimes(IReadOnlyList<(double Value, double Weight)> distribution)
    {
        double sum = distribution.Sum(entry => entry.Weight);
        _seconds = [.. distribution.Select(entry => Math.Max(entry.Value, 0))]; // A run treats a negative time as 0.
        double[] shares = [.. _seconds.Zip(distribution, (seconds, entry) => seconds * (entry.Weight / sum))];
        MeanSeconds = shares.Sum();
        _byLength = MeanSeconds > 0 ? new WeightedIndex(shares) : null;
        _asOriginal = new WeightedIndex(shares.Select(share => OriginalOffset + share));
    }

    /// <summary>Mean idle time in seconds.</summary>
    public double MeanSeconds { get; }

    /// <summary>
    /// Draws the remainder, in seconds, of the idle time in progress at a random moment. The probability that an idle
    /// time is in progress is proportional to its length times its weight, and every moment of it is equally likely (W.
    /// Feller, An Introduction to Probability Theory and Its Applications II, XI.4). Returns 0 if all idle times are 0.
    /// </summary>
    public double DrawResidual(ref Xoshiro256 random) =>
        _byLength is null ? 0 : _seconds[_byLength.Draw(ref random)] * random.NextOpenDouble();

    /// <summary>Draws a whole idle time in seconds, as the original's generator draws initial waits.</summary>
    public double DrawAsOriginal(ref Xoshiro256 random) => _seconds[_asOriginal.Draw(ref random)];
}
