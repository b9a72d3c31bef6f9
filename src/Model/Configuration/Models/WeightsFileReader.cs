using System.Globalization;
using MGen.Model.Configuration.Errors;
using MGen.Model.Configuration.Fields;
using MGen.Model.Configuration.Files;
using MGen.Model.Distributions;

namespace MGen.Model.Configuration.Models;

/// <summary>
/// Reads a weights file: line 1 has comma-separated weights (u32), line 2 as many values; further lines are ignored.
/// A space in the first two lines, or a comma at the end of one of them, is an error.
/// </summary>
internal sealed class WeightsFileReader
{
    /// <summary>Most problems reported for one file.</summary>
    private const int MaxProblems = 10;

    private readonly WeightsKind _kind;
    private readonly List<WeightsProblem> _problems = [];

    private WeightsFileReader(WeightsKind kind) => _kind = kind;

    private delegate bool TokenParser<T>(ReadOnlySpan<char> token, out T value);

    /// <summary>Reads the table in a file; <c>null</c> with the problems if it is not readable.</summary>
    public static WeightsTable? Read(string fullPath, WeightsKind kind, out IReadOnlyList<WeightsProblem> problems)
    {
        if (TextFile.TryRead(fullPath, ConfigLimits.MaxWeightsBytes, out string text, out TextFileProblem? unreadable))
            return Parse(text, kind, out problems);
        problems = [new WeightsProblem(unreadable.At, unreadable.Message, null, null)];
        return null;
    }

    /// <summary>Parses a table; <c>null</c> with the problems if it is invalid.</summary>
    public static WeightsTable? Parse(string text, WeightsKind kind, out IReadOnlyList<WeightsProblem> problems)
    {
        WeightsFileReader reader = new(kind);
        problems = reader._problems;
        return reader.Parse(text);
    }

    private WeightsTable? Parse(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> weightsLine = TakeLine(ref text);
        ReadOnlySpan<char> valuesLine = TakeLine(ref text);
        List<uint> weights = ParseLine<uint>(
            weightsLine,
            1,
            "weight",
            "a whole number from 0 to 4294967295, without spaces",
            TryParseWeight
        );
        List<double> values =
            _kind == WeightsKind.Sizes
                ? ParseLine<double>(
                    valuesLine,
                    2,
                    "size",
                    "blocks: a whole number from 0 to 4294967295, without spaces",
                    TryParseSize
                )
                : ParseLine<double>(valuesLine, 2, "time", "seconds: a finite number, without spaces", TryParseTime);
        if (_problems.Count == 0)
            CheckTable(weightsLine, weights, values);
        return _problems.Count == 0 ? WeightsTable.Create([.. weights], [.. values]) : null;
    }

    private static ReadOnlySpan<char> TakeLine(ref ReadOnlySpan<char> text)
    {
        int end = text.IndexOf('\n');
        ReadOnlySpan<char> line = end < 0 ? text : text[..end];
        text = end < 0 ? default : text[(end + 1)..];
        return line.EndsWith('\r') ? line[..^1] : line;
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
            ReadOnlySpan<char> token = line[range];
            if (tryParse(token, out T value))
                parsed.Add(value);
            else if (_problems.Count < MaxProblems)
                Add(number, range.Start.Value, $"not a {what}", token, allowed);
        }
        return parsed;
    }

    /// <summary>
    /// Checks what can be wrong once all tokens are numbers: different counts, all weights 0, a weight that is too
    /// large.
    /// </summary>
    private void CheckTable(ReadOnlySpan<char> weightsLine, List<uint> weights, List<double> values)
    {
        foreach (ParameterProblem problem in WeightsTable.Check([.. weights], [.. values]))
        {
            if (problem.Parameter == "weights")
                AddForLargest(weightsLine, weights, problem.Allowed);
            else
                Add(
                    2,
                    0,
                    "the number of values is wrong",
                    values.Count.ToString(CultureInfo.InvariantCulture),
                    problem.Allowed
                );
        }
    }

    private void AddForLargest(ReadOnlySpan<char> line, List<uint> weights, string allowed)
    {
        int largest = weights.IndexOf(weights.Max());
        foreach (Range range in line.Split(','))
        {
            if (largest-- == 0)
                Add(1, range.Start.Value, "the weights are not accepted", line[range], allowed);
        }
    }

    private void Add(int line, int offset, string message, ReadOnlySpan<char> value, string allowed) =>
        _problems.Add(
            new WeightsProblem(
                new TextPosition(line, offset + 1),
                message,
                PrintableText.Escape(value.ToString()),
                allowed
            )
        );

    private static bool TryParseWeight(ReadOnlySpan<char> token, out uint weight) =>
        uint.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out weight);

    private static bool TryParseSize(ReadOnlySpan<char> token, out double size)
    {
        bool valid = TryParseWeight(token, out uint blocks);
        size = blocks;
        return valid;
    }

    private static bool TryParseTime(ReadOnlySpan<char> token, out double seconds) =>
        PlainNumber.TryParseReal(token, out seconds) && double.IsFinite(seconds);
}

/// <summary>The unit of the values of a weights file.</summary>
internal enum WeightsKind
{
    /// <summary>Blocks: whole numbers from 0 to 2^32 - 1.</summary>
    Sizes,

    /// <summary>Seconds: finite numbers.</summary>
    Times,
}

/// <summary>One error inside a weights file.</summary>
internal sealed record WeightsProblem(TextPosition At, string Message, string? Value, string? Allowed);

/// <summary>
/// The weights files of a run, each read once: all users that name a file share one table, and its errors are reported
/// once, where it is named first. As sizes and as times, one file yields two tables.
/// </summary>
internal sealed class WeightsCache
{
    private readonly Dictionary<(string FullPath, WeightsKind Kind), WeightsTable?> _tables = [];

    /// <summary>The table that <paramref name="reference"/> names; <c>null</c> if it is missing or invalid.</summary>
    /// <param name="reference">The field with the file's path.</param>
    /// <param name="config">The file that has the field.</param>
    /// <param name="kind">The unit of the values.</param>
    public WeightsTable? Get(Field reference, ConfigFile config, WeightsKind kind)
    {
        if (reference.ExistingFile(config) is not { } file)
            return null;
        if (_tables.TryGetValue((file.FullPath, kind), out WeightsTable? known))
            return known;
        WeightsTable? table = WeightsFileReader.Read(file.FullPath, kind, out IReadOnlyList<WeightsProblem> problems);
        foreach (WeightsProblem problem in problems)
            reference.Errors.Add(Describe(problem, file, reference, config));
        _tables.Add((file.FullPath, kind), table);
        return table;
    }

    private static ConfigError Describe(WeightsProblem problem, ConfigFile file, Field reference, ConfigFile config)
    {
        TextPosition named = reference.Value.At;
        string hint = $"named in {new ConfigPosition(config.ShownAs, named.Line, named.Column)}";
        return new ConfigError(
            file.ShownAs,
            problem.At.Line,
            problem.At.Column,
            reference.Path.ToString(),
            problem.Message,
            problem.Value,
            problem.Allowed,
            hint
        );
    }
}
