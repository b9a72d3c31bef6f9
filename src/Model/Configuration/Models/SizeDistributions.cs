using MGen.Model.Configuration.Fields;
using MGen.Model.Configuration.Weights;
using MGen.Model.Distributions;

namespace MGen.Model.Configuration.Models;

/// <summary>The size distributions (for <c>m</c>), by their names in a file.</summary>
internal static class SizeDistributions
{
    public static IReadOnlyList<string> Names { get; } =
    ["Poisson", "Binomial", "Geometric", "Hypergeometric", "Weighted"];

    /// <summary>Creates a reader for one file.</summary>
    public static DistributionReader<SizeDistribution> Reader(ConfigFile file, WeightsCache weights) =>
        new(
            "size",
            new Dictionary<string, Func<Section, SizeDistribution?>>
            {
                ["Poisson"] = Poisson,
                ["Binomial"] = Binomial,
                ["Geometric"] = Geometric,
                ["Hypergeometric"] = Hypergeometric,
                ["Weighted"] = section => Weighted(section, file, weights),
            },
            "and this is a time distribution, which i, w, a_s and a_r take",
            TimeDistributions.Names
        );

    private static PoissonSize? Poisson(Section section) =>
        section.Real("lambda") is { } lambda && section.Accepts(PoissonSize.Check(lambda))
            ? new PoissonSize(lambda)
            : null;

    private static BinomialSize? Binomial(Section section)
    {
        (ulong? n, double? p) = (section.Whole("n"), section.Real("p"));
        return n is { } trials && p is { } chance && section.Accepts(BinomialSize.Check(trials, chance))
            ? new BinomialSize(trials, chance)
            : null;
    }

    private static GeometricSize? Geometric(Section section) =>
        section.Real("p") is { } p && section.Accepts(GeometricSize.Check(p)) ? new GeometricSize(p) : null;

    private static HypergeometricSize? Hypergeometric(Section section)
    {
        ulong? population = section.Whole("total_population_size");
        ulong? marked = section.Whole("population_with_feature");
        ulong? sample = section.Whole("sample_size");
        if (population is null || marked is null || sample is null)
            return null;
        return section.Accepts(HypergeometricSize.Check(population.Value, marked.Value, sample.Value))
            ? new HypergeometricSize(population.Value, marked.Value, sample.Value)
            : null;
    }

    private static WeightedSize? Weighted(Section section, ConfigFile file, WeightsCache weights) =>
        section.Weights(file, weights, WeightsKind.Sizes) is { } table ? new WeightedSize(table) : null;
}
