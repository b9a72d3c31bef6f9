using System.Globalization;
using MGen.Model.Configuration.Errors;
using MGen.Model.Configuration.Fields;
using MGen.Model.Configuration.Files;
using MGen.Model.Distributions;

namespace MGen.Model.Configuration.Models;

/// <summary>
/// Reads distributions of one kind: a mapping with the distribution's name and its parameters. A mapping with several
/// aliases is read once, and its errors are reported once.
/// </summary>
/// <param name="kind">The kind, as in <c>size</c>.</param>
/// <param name="readers">
/// By name of the distribution: reads the parameters, or reports the errors and returns <c>null</c>.
/// </param>
/// <param name="otherKind">The message for a distribution of the other kind.</param>
/// <param name="otherNames">The names of the other kind.</param>
internal sealed class DistributionReader<T>(
    string kind,
    IReadOnlyDictionary<string, Func<Section, T?>> readers,
    string otherKind,
    IReadOnlyCollection<string> otherNames
)
    where T : class
{
    private const string Key = "distribution";

    private readonly Dictionary<YamlValue, T?> _read = new(ReferenceEqualityComparer.Instance);
    private readonly string _names = string.Join(", ", readers.Keys);

    /// <summary>Reads the distribution in a field; <c>null</c> if there is no field or an error.</summary>
    public T? Read(Field? field)
    {
        if (field is null)
            return null;
        if (!_read.TryGetValue(field.Value, out T? distribution))
            _read.Add(field.Value, distribution = ReadFirst(field));
        return distribution;
    }

    private T? ReadFirst(Field field)
    {
        if (field.Section($"a {kind} distribution: a mapping with '{Key}' and its parameters") is not { } section)
            return null;
        if (section.Required(Key, _names) is not { } name || name.Text(_names) is not { } text)
            return null;
        if (!readers.TryGetValue(text, out Func<Section, T?>? read))
        {
            RejectName(name, text);
            return null;
        }
        T? distribution = read(section);
        section.RejectUnknownKeys();
        return distribution;
    }

    private void RejectName(Field name, string text)
    {
        if (otherNames.Contains(text))
            name.Reject($"this must be a {kind} distribution, {otherKind}", _names);
        else
            name.Reject("unknown distribution", _names, DidYouMean.Hint(text, readers.Keys));
    }
}

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

/// <summary>Reads the parameters of distributions.</summary>
internal static class SectionParameters
{
    /// <summary>
    /// Reads a parameter that is any finite number; the distribution checks its bounds, see <see cref="Accepts"/>.
    /// </summary>
    public static double? Real(this Section section, string key) => section.Required(key, "a finite number")?.Number();

    /// <summary>Reads a parameter that is a whole number.</summary>
    public static ulong? Whole(this Section section, string key) => section.Required(key, "a whole number")?.Whole();

    /// <summary>Reads the table in the file that <c>weights_file</c> names.</summary>
    public static WeightsTable? Weights(
        this Section section,
        ConfigFile file,
        WeightsCache weights,
        WeightsKind kind
    ) =>
        section.Required("weights_file", "the path of a weights file") is { } reference
            ? weights.Get(reference, file, kind)
            : null;

    /// <summary>
    /// Whether a distribution's check found no problems; reports the problems at the parameters concerned.
    /// </summary>
    public static bool Accepts(this Section section, IReadOnlyList<ParameterProblem> problems)
    {
        foreach (ParameterProblem problem in problems)
            section.Optional(problem.Parameter)?.Reject("is out of bounds", problem.Allowed);
        return problems.Count == 0;
    }
}
