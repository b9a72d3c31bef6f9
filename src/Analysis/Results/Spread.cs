using System.Text.Json.Serialization;

namespace MGen.Analysis.Results;

/// <summary>A histogram of distinct values.</summary>
/// <param name="Values">The values, ascending, each once.</param>
/// <param name="Counts">As many counts, each at least 1.</param>
public sealed record Spread(IReadOnlyList<double> Values, IReadOnlyList<long> Counts)
{
    /// <summary>The histogram without values.</summary>
    public static Spread Empty { get; } = new([], []);

    /// <summary>The number of values in all.</summary>
    [JsonIgnore]
    public long Total => Counts.Sum();
}
