using System.Diagnostics.CodeAnalysis;
using MGen.Model.Configuration;
using MGen.Model.Configuration.Errors;
using MGen.Model.Configuration.Fields;
using MGen.Model.Configuration.Files;

namespace MGen.Population.Behaviours;

/// <summary>
/// A file in a directory of models. It has a line per chat size class, with the name of the class, a number, and
/// optionally a second number.
/// </summary>
/// <param name="fileName">Name of the file.</param>
/// <param name="what">The name of the number in error messages.</param>
/// <param name="most">The largest accepted number; the smallest one is 0.</param>
/// <param name="allowed">The form of a line, for error messages.</param>
internal sealed class SizeClassTable(string fileName, string what, double most, string allowed)
{
    /// <summary>Whether a file without lines is accepted.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>
    /// The largest accepted second number of a line, which must be above 0; <c>null</c> if no line may have a second
    /// number.
    /// </summary>
    public double? MostSecond { get; init; }

    /// <summary>Reads the file; <c>null</c> if it does not exist or has errors.</summary>
    /// <param name="directory">The directory of models.</param>
    /// <param name="workingDirectory">Base of a relative path.</param>
    /// <param name="errors">Receives the errors, with file and line.</param>
    public IReadOnlyList<(SizeClass Class, double Number, double? Second)>? Read(
        string directory,
        string workingDirectory,
        ICollection<ConfigError> errors
    )
    {
        ArgumentNullException.ThrowIfNull(errors);
        string shownAs = Path.Combine(directory, fileName);
        string path = Path.GetFullPath(shownAs, workingDirectory);
        if (!File.Exists(path))
            return null;
        if (TextFile.TryRead(path, ConfigLimits.MaxWeightsBytes, out string text, out TextFileProblem? problem))
            return Parse(shownAs, text, errors);
        errors.Add(
            new ConfigError(shownAs, problem.At.Line, problem.At.Column, "", problem.Message, null, allowed, null)
        );
        return null;
    }

    private List<(SizeClass Class, double Number, double? Second)>? Parse(
        string shownAs,
        string text,
        ICollection<ConfigError> errors
    )
    {
        if (MayBeEmpty && string.IsNullOrWhiteSpace(text))
            return [];
        List<(SizeClass Class, double Number, double? Second)> classes = [];
        string[] lines = text.TrimEnd().Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (!TryParseLine(line, out SizeClass? sizes, out double number, out double? second))
                Add($"is not the {what} of a chat size class", allowed);
            else if (classes.Any(other => other.Class.Least <= sizes.Most && sizes.Least <= other.Class.Most))
                Add("overlaps with an earlier line", "chat size classes that do not overlap");
            else
                classes.Add((sizes, number, second));

            void Add(string message, string expected) =>
                errors.Add(new ConfigError(shownAs, i + 1, 1, "", message, PrintableText.Escape(line), expected, null));
        }
        return classes.Count == lines.Length ? classes : null;
    }

    private bool TryParseLine(
        string line,
        [NotNullWhen(true)] out SizeClass? sizes,
        out double number,
        out double? second
    )
    {
        (sizes, number, second) = (null, 0, null);
        string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length is 2 or 3
            && SizeClass.TryParse(parts[0], out sizes)
            && PlainNumber.TryParseReal(parts[1], out number)
            && number >= 0
            && number <= most
            && (parts.Length == 2 || TryParseSecond(parts[2], out second));
    }

    private bool TryParseSecond(string text, out double? second)
    {
        bool valid = PlainNumber.TryParseReal(text, out double number) && number > 0 && number <= MostSecond;
        second = valid ? number : null;
        return valid;
    }
}
