namespace MGen.Fitting.Goodness;

/// <summary>The same quantile of two distributions.</summary>
/// <param name="Percent">The quantile: from 1 to 99, and 99.9.</param>
/// <param name="Real">Its value in the real distribution.</param>
/// <param name="Simulated">Its value in the simulated distribution.</param>
public sealed record QuantilePair(double Percent, long Real, long Simulated);
