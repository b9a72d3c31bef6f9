using System.Text.Json.Serialization;

namespace MGen.Analysis.Results;

/// <summary>How often each value occurs.</summary>
/// <param name="Values">The values, ascending, each once.</param>
/// <param name="Counts">As many counts, each at least 1.</param>
public sealed record Spread(IReadOnlyList<double> Values, IReadOnlyList<long> Counts)
{
    /// <summary>Of nothing.</summary>
    public static Spread Empty { get; } = new([], []);

    /// <summary>How many values in all.</summary>
    [JsonIgnore]
    public long Total => Counts.Sum();
}
