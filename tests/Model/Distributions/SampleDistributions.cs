using MGen.Model.Distributions;

namespace MGen.Model.Tests.Distributions;

/// <summary>One or two of every distribution, by name; every sampling method occurs at least once.</summary>
internal static class SampleDistributions
{
    private static readonly WeightsTable Table = WeightsTable.Create([1, 2, 3, 4], [0, 1, 10, 100]);

    public static IReadOnlyDictionary<string, SizeDistribution> Sizes { get; } =
        new Dictionary<string, SizeDistribution>
        {
            ["Poisson(4)"] = new PoissonSize(4),
            ["Poisson(1000)"] = new PoissonSize(1000),
            ["Binomial(10, 0.3)"] = new BinomialSize(10, 0.3),
            ["Binomial(1000, 0.7)"] = new BinomialSize(1000, 0.7),
            ["Geometric(0.1)"] = new GeometricSize(0.1),
            ["Hypergeometric(50, 10, 20)"] = new HypergeometricSize(50, 10, 20),
            ["Hypergeometric(10000, 7000, 2000)"] = new HypergeometricSize(10_000, 7000, 2000),
            ["Weighted"] = new WeightedSize(Table),
        };

    public static IReadOnlyDictionary<string, TimeDistribution> Times { get; } =
        new Dictionary<string, TimeDistribution>
        {
            ["Normal(10, 2)"] = new NormalTime(10, 2),
            ["LogNormal(1, 2)"] = new LogNormalTime(1, 2),
            ["Uniform(1, 3)"] = new UniformTime(1, 3),
            ["Exp(0.5)"] = new ExponentialTime(0.5),
            ["Pareto(1, 1.5)"] = new ParetoTime(1, 1.5),
            ["Weighted"] = new WeightedTime(Table),
        };
}
