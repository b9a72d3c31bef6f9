using MGen.Model.Configuration;
using MGen.Model.Configuration.Errors;
using MGen.Model.Configuration.Fields;
using MGen.Model.Configuration.Files;
using MGen.Model.Configuration.Models;
using MGen.Model.Distributions;

namespace MGen.Population.Behaviours;

/// <summary>Reads the seven files of a behaviour, and collects all errors.</summary>
internal sealed class BehaviourReader(BehaviourSource source, List<ConfigError> errors)
{
    private const string Probability = "a probability from 0 to 1";

    /// <summary>Returns the behaviour with those of its chat size classes; <c>null</c> if there are errors.</summary>
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
                    "classes of chat size that do not overlap",
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
                        "is not a class of chat size",
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
