namespace MGen.Fitting.Goodness;

/// <summary>How well one law of the simulated chats fits that of the real ones, over all users, each as heavy as the messages sent.</summary>
/// <param name="Law">The symbol: i, w, a_s, a_r or m.</param>
/// <param name="Unit">The unit of the values: s, or blocks of 160 bytes.</param>
/// <param name="Users">Users who have the law in both.</param>
/// <param name="KsDistance">Largest distance of the distribution functions, from 0 to 1; <c>null</c> without data.</param>
/// <param name="MedianUserKsDistance">The median of the users' own distances; <c>null</c> without data.</param>
/// <param name="UserKsDistances">The users' own distances, ascending.</param>
/// <param name="RealMean">Mean of the real law; <c>null</c> without data.</param>
/// <param name="SimulatedMean">Mean of the simulated law; <c>null</c> without data.</param>
/// <param name="Quantiles">Points of the QQ plot.</param>
public sealed record LawComparison(
    string Law,
    string Unit,
    int Users,
    double? KsDistance,
    double? MedianUserKsDistance,
    IReadOnlyList<double> UserKsDistances,
    double? RealMean,
    double? SimulatedMean,
    IReadOnlyList<QuantilePair> Quantiles);
