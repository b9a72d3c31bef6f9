using MGen.Model.Configuration.Errors;
using MGen.Model.Configuration.Fields;
using MGen.Model.Distributions;

namespace MGen.Model.Configuration.Weights;

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
