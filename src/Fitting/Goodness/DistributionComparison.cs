using System.Text.Json.Serialization;

namespace MGen.Fitting.Goodness;

/// <summary>
/// Compares one distribution of the simulated chats with that of the real ones, over all users, weighted by the
/// messages sent.
/// </summary>
/// <param name="Symbol">The symbol: i, w, a_s, a_r or m.</param>
/// <param name="Unit">The unit of the values: s, or blocks of 160 bytes.</param>
/// <param name="Users">Number of users who have the distribution in both.</param>
/// <param name="KsDistance">Kolmogorov-Smirnov distance, from 0 to 1; <c>null</c> without data.</param>
/// <param name="MedianUserKsDistance">Median of the users' own distances; <c>null</c> without data.</param>
/// <param name="UserKsDistances">The users' own distances, ascending.</param>
/// <param name="RealMean">Mean of the real distribution; <c>null</c> without data.</param>
/// <param name="SimulatedMean">Mean of the simulated distribution; <c>null</c> without data.</param>
/// <param name="Quantiles">Points of the Q-Q plot.</param>
public sealed record DistributionComparison(
    [property: JsonPropertyName("law")] string Symbol,
    string Unit,
    int Users,
    double? KsDistance,
    double? MedianUserKsDistance,
    IReadOnlyList<double> UserKsDistances,
    double? RealMean,
    double? SimulatedMean,
    IReadOnlyList<QuantilePair> Quantiles
);

/// <summary>The same quantile of two distributions.</summary>
/// <param name="Percent">The quantile: from 1 to 99, and 99.9.</param>
/// <param name="Real">Its value in the real distribution.</param>
/// <param name="Simulated">Its value in the simulated distribution.</param>
public sealed record QuantilePair(double Percent, long Real, long Simulated);
