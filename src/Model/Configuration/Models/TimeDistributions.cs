using System.Globalization;
using MGen.Model.Configuration.Fields;
using MGen.Model.Configuration.Weights;
using MGen.Model.Distributions;

namespace MGen.Model.Configuration.Models;

/// <summary>
/// The time distributions (for <c>i</c>, <c>w</c>, <c>a_s</c> and <c>a_r</c>), by their names in a file.
/// </summary>
internal static class TimeDistributions
{
    public static IReadOnlyList<string> Names { get; } =
    ["Normal", "LogNormal", "Uniform", "Exp", "Pareto", "Weighted"];

    /// <summary>Creates a reader for one file.</summary>
    public static DistributionReader<TimeDistribution> Reader(ConfigFile file, WeightsCache weights) =>
        new(
            "time",
            new Dictionary<string, Func<Section, TimeDistribution?>>
            {
                ["Normal"] = section =>
                    Pair(section, "mean", "std_dev", NormalTime.Check, (mean, stdDev) => new NormalTime(mean, stdDev)),
                ["LogNormal"] = section =>
                    Pair(
                        section,
                        "mean",
                        "std_dev",
                        LogNormalTime.Check,
                        (mean, stdDev) => new LogNormalTime(mean, stdDev)
                    ),
                ["Uniform"] = section =>
                    Pair(section, "low", "high", UniformTime.Check, (low, high) => new UniformTime(low, high)),
                ["Exp"] = Exponential,
                ["Pareto"] = section =>
                    Pair(section, "scale", "shape", ParetoTime.Check, (scale, shape) => new ParetoTime(scale, shape)),
                ["Weighted"] = section => Weighted(section, file, weights),
            },
            "and this is a size distribution, which m takes",
            SizeDistributions.Names
        );

    private static ExponentialTime? Exponential(Section section) =>
        section.Real("lambda") is { } lambda && section.Accepts(ExponentialTime.Check(lambda))
            ? new ExponentialTime(lambda)
            : null;

    private static WeightedTime? Weighted(Section section, ConfigFile file, WeightsCache weights) =>
        section.Weights(file, weights, WeightsKind.Times) is { } table ? new WeightedTime(table) : null;

    private static TimeDistribution? Pair(
        Section section,
        string firstKey,
        string secondKey,
        Func<double, double, IReadOnlyList<ParameterProblem>> check,
        Func<double, double, TimeDistribution> create
    )
    {
        (double? first, double? second) = (section.Real(firstKey), section.Real(secondKey));
        if (first is not { } a || second is not { } b || !section.Accepts(check(a, b)))
            return null;
        if (secondKey == "std_dev" && b < 0)
            section.Errors.AddNote(
                section.PositionOf(secondKey),
                section.Path.Key(secondKey),
                "is negative; the distribution is that of the positive value",
                b.ToString(CultureInfo.InvariantCulture)
            );
        return create(a, b);
    }
}
