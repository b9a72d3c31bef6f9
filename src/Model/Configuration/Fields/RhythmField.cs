using System.Globalization;
using MGen.Model.Configuration.Files;
using MGen.Model.Conversations;

namespace MGen.Model.Configuration.Fields;

/// <summary>Reads the rhythm of a user.</summary>
internal static class RhythmField
{
    /// <summary>The accepted form, for errors.</summary>
    public const string Allowed =
        "a list of 24 or 168 weights of hours, from 0 h or Monday 0 h, at least 0 and not all 0; or the path of a file with them";

    /// <summary>Reads the rhythm; <c>null</c> if there are errors.</summary>
    public static Rhythm? Rhythm(this Field field, ConfigFile config)
    {
        if (field.Items() is not { } items)
            return field.ExistingFile(config) is { } file ? ReadFile(field, file) : null;
        double?[] weights = [.. items.Select(item => item.Number(0, double.MaxValue, "a number from 0"))];
        return weights.Any(weight => weight is null)
            ? null
            : Create(field, [.. weights.Select(weight => weight!.Value)], where: "");
    }

    private static Rhythm? ReadFile(Field field, ConfigFile file)
    {
        if (
            !TextFile.TryRead(file.FullPath, ConfigLimits.MaxConfigBytes, out string text, out TextFileProblem? problem)
        )
        {
            field.Reject($"{file.ShownAs}: {problem.Message}");
            return null;
        }
        if (RhythmText.Parse(text, out string? message) is { } rhythm)
            return rhythm;
        field.Reject($"{file.ShownAs}: {message}", Allowed);
        return null;
    }

    private static Rhythm? Create(Field field, double[] weights, string where)
    {
        if (Conversations.Rhythm.ProblemOf(weights) is not { } problem)
            return Conversations.Rhythm.Create(weights);
        field.Reject(where + problem, Allowed);
        return null;
    }
}

/// <summary>
/// The file form of a <see cref="Rhythm"/>: 24 or 168 numbers, separated by commas, white space or ends of lines.
/// </summary>
public static class RhythmText
{
    /// <summary>The accepted contents of a file, for error messages.</summary>
    public const string Allowed = "24 or 168 numbers of at least 0, not all 0, from 0 h or Monday 0 h";

    private static readonly char[] Separators = [',', ' ', '\t', '\r', '\n'];

    /// <summary>Parses a file's text; <c>null</c> if it is not a rhythm.</summary>
    /// <param name="text">The contents of the file.</param>
    /// <param name="problem">What is wrong with it.</param>
    public static Rhythm? Parse(string text, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<double> weights = [];
        problem = null;
        foreach (string part in text.Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            if (!double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double weight))
            {
                problem = $"'{Errors.PrintableText.Escape(part)}' is not a number";
                return null;
            }
            weights.Add(weight);
        }
        problem = Rhythm.ProblemOf(weights);
        return problem is null ? Rhythm.Create(weights) : null;
    }

    /// <summary>Formats a rhythm: one line per day, from Monday.</summary>
    public static string Format(Rhythm rhythm)
    {
        ArgumentNullException.ThrowIfNull(rhythm);
        IEnumerable<string> days = rhythm
            .Weights.Chunk(24)
            .Select(day =>
                string.Join(',', day.Select(weight => weight.ToString("0.####", CultureInfo.InvariantCulture)))
            );
        return string.Join('\n', days) + "\n";
    }
}
