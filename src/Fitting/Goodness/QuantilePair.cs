namespace MGen.Fitting.Goodness;

/// <summary>The same quantile of two laws.</summary>
/// <param name="Percent">Which: from 1 to 99, and 99.9.</param>
/// <param name="Real">Of the real law.</param>
/// <param name="Simulated">Of the simulated one.</param>
public sealed record QuantilePair(double Percent, long Real, long Simulated);
