using MGen.Fitting.Goodness;
using MGen.Report.Figures;

namespace MGen.Report.Fits;

/// <summary>
/// A section per distribution: simulated against real, quantile by quantile, and the two distribution functions.
/// </summary>
internal static class DistributionSection
{
    public static IEnumerable<Section> Create(GoodnessOfFit? goodness) =>
        (goodness?.Distributions ?? [])
            .Where(one => one.Quantiles.Count > 0)
            .Select(one => Create(new DistributionView(one)));

    private static Section Create(DistributionView distribution) =>
        new(
            $"distribution-{distribution.Slug}",
            distribution.Symbol,
            $"{distribution.Name} ({distribution.Symbol})",
            [QuantileFigure.Create(distribution), DistributionFigure.Create(distribution)],
            []
        );
}
