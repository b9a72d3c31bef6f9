using MGen.Fitting.Goodness;
using MGen.Report.Figures;

namespace MGen.Report.Fits;

/// <summary>
/// A section per distribution: simulated against real, quantile by quantile, and the two distribution functions.
/// </summary>
internal static class LawSection
{
    public static IEnumerable<Section> Create(GoodnessOfFit? goodness) =>
        (goodness?.Distributions ?? []).Where(law => law.Quantiles.Count > 0).Select(law => Create(new LawView(law)));

    private static Section Create(LawView law) =>
        new(
            $"law-{law.Slug}",
            law.Symbol,
            $"{law.Name} ({law.Symbol})",
            [QuantileFigure.Create(law), DistributionFigure.Create(law)],
            []
        );
}
