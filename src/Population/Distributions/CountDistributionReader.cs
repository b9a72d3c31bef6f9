using System.Globalization;
using MGen.Model.Configuration;
using MGen.Model.Configuration.Errors;
using MGen.Model.Configuration.Fields;
using MGen.Model.Configuration.Files;

namespace MGen.Population.Distributions;

/// <summary>
/// Reads distributions of counts. Line 1 has comma-separated weights, which may be fractions; line 2 has the same
/// number of values. Without line 2, line 1 is a histogram of the values 0, 1, 2 and so on. Spaces around a number are
/// ignored.
/// </summary>
public sealed class CountDistributionReader
{
    /// <summary>Largest accepted value: more conversations per user or members per group are not supported.</summary>
    private const int MaxValue = 1_000_000;

    private const int MaxErrors = 10;

    private const string Weight = "a finite number from 0";

    private static readonly string Value = $"a whole number from 0 to {MaxValue}";

    private readonly string _shownAs;
    private readonly List<ConfigError> _errors = [];

    private CountDistributionReader(string shownAs) => _shownAs = shownAs;

    private delegate bool TokenParser<T>(ReadOnlySpan<char> token, out T value);

    /// <summary>Reads a file; returns <c>null</c> if there are errors.</summary>
    /// <param name="path">The file.</param>
    /// <param name="workingDirectory">Base of a relative path.</param>
    /// <param name="errors">Receives the errors, with line and column.</param>
    public static CountDistribution? Read(string path, string workingDirectory, ICollection<ConfigError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        if (
            TextFile.TryRead(
                Path.GetFullPath(path, workingDirectory),
                ConfigLimits.MaxWeightsBytes,
                out string text,
                out TextFileProblem? problem
            )
        )
            return Parse(path, text, errors);
        errors.Add(
            new ConfigError(
                path,
                problem.At.Line,
                problem.At.Column,
                "",
                problem.Message,
                null,
                "a table of weights and values",
                null
            )
        );
        return null;
    }

    /// <summary>One of the distributions in <c>samples/population</c>, which are embedded in the program.</summary>
    public static CountDistribution Example(ExampleDistribution distribution)
    {
        List<ConfigError> errors = [];
        string name = distribution switch
        {
            ExampleDistribution.Dyads => "dyads.dat",
            ExampleDistribution.Groups => "groups.dat",
            _ => "group-sizes.dat",
        };
        return Parse(name, EmbeddedFiles.Read(name), errors)
            ?? throw new InvalidOperationException(string.Join("; ", errors));
    }

    /// <summary>Parses the text of a file; returns <c>null</c> if there are errors.</summary>
    internal static CountDistribution? Parse(string shownAs, string text, ICollection<ConfigError> errors)
    {
        CountDistributionReader reader = new(shownAs);
        CountDistribution? distribution = reader.Parse(text);
        foreach (ConfigError error in reader._errors)
            errors.Add(error);
        return distribution;
    }

    private CountDistribution? Parse(string text)
    {
        string[] lines = text.TrimEnd().Split('\n');
        List<double> weights = ParseLine<double>(lines[0], 1, "weight", Weight, TryParseWeight);
        List<int> values =
            lines.Length > 1
                ? ParseLine<int>(lines[1], 2, "value", Value, TryParseValue)
                : [.. Enumerable.Range(0, weights.Count)];
        if (_errors.Count > 0)
            return null;
        Check(lines, weights, values);
        return _errors.Count == 0 ? CountDistribution.Create(values.Zip(weights)) : null;
    }

    private void Check(string[] lines, List<double> weights, List<int> values)
    {
        if (values.Count != weights.Count)
            Add(
                2,
                1,
                "the number of values is wrong",
                values.Count.ToString(CultureInfo.InvariantCulture),
                $"as many as the weights, {weights.Count}"
            );
        else if (!(weights.Sum() is > 0 and < double.PositiveInfinity))
            Add(
                1,
                1,
                "the weights have no finite sum above 0",
                weights.Sum().ToString(CultureInfo.InvariantCulture),
                Weight + ", not all 0"
            );
        if (lines.Length > 2)
            Add(
                3,
                1,
                "there must be no third line",
                lines[2].Trim(),
                "one line of weights and one of values, or one histogram"
            );
    }

    private List<T> ParseLine<T>(
        ReadOnlySpan<char> line,
        int number,
        string what,
        string allowed,
        TokenParser<T> tryParse
    )
    {
        List<T> parsed = [];
        foreach (Range range in line.Split(','))
        {
            ReadOnlySpan<char> token = line[range].Trim();
            if (tryParse(token, out T value))
                parsed.Add(value);
            else if (_errors.Count < MaxErrors)
                Add(number, range.Start.Value + 1, $"not a {what}", token.ToString(), allowed);
        }
        return parsed;
    }

    private void Add(int line, int column, string message, string value, string allowed) =>
        _errors.Add(new ConfigError(_shownAs, line, column, "", message, PrintableText.Escape(value), allowed, null));

    private static bool TryParseWeight(ReadOnlySpan<char> token, out double weight) =>
        PlainNumber.TryParseReal(token, out weight) && double.IsFinite(weight) && weight >= 0;

    private static bool TryParseValue(ReadOnlySpan<char> token, out int value) =>
        int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= MaxValue;
}

/// <summary>The embedded distributions. They are invented, see <c>samples/population</c>.</summary>
public enum ExampleDistribution
{
    /// <summary>Dyads per user.</summary>
    Dyads,

    /// <summary>Groups per user.</summary>
    Groups,

    /// <summary>Size of a member's group.</summary>
    GroupSizes,
}
