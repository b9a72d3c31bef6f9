using MGen.Model.Randomness;

namespace MGen.Model.Distributions;

/// <summary>
/// Sizes with a hypergeometric distribution: the number of items with a feature in a sample drawn without replacement.
/// </summary>
public sealed class HypergeometricSize : SizeDistribution
{
    /// <summary>A draw is this offset plus or minus the count that the sampler draws.</summary>
    private readonly ulong _offset;
    private readonly bool _subtracts;
    private readonly CountSampler<HypergeometricCounts> _sampler;

    /// <param name="totalPopulationSize">Number of items.</param>
    /// <param name="populationWithFeature">The number of items with the feature; at most all.</param>
    /// <param name="sampleSize">The number of items drawn; at most all.</param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Check"/> finds a problem.</exception>
    public HypergeometricSize(ulong totalPopulationSize, ulong populationWithFeature, ulong sampleSize)
    {
        ParameterRules.ThrowIfAny(Check(totalPopulationSize, populationWithFeature, sampleSize));
        ulong withoutFeature = totalPopulationSize - populationWithFeature;
        ulong left = totalPopulationSize - sampleSize;
        bool countsWithout = populationWithFeature > withoutFeature;
        bool countsLeft = sampleSize > left;

        _subtracts = countsWithout != countsLeft;
        _offset = (countsWithout, countsLeft) switch
        {
            (false, false) => 0,
            (true, false) => sampleSize,
            (false, true) => populationWithFeature,
            (true, true) => sampleSize - withoutFeature,
        };
        _sampler = new CountSampler<HypergeometricCounts>(
            new HypergeometricCounts(
                Math.Max(totalPopulationSize, 1), // no items draw 0, like one item without the feature
                Math.Min(populationWithFeature, withoutFeature),
                Math.Min(sampleSize, left)
            )
        );
    }

    /// <summary>Returns the rules that these parameters violate; empty if they are valid.</summary>
    public static IReadOnlyList<ParameterProblem> Check(
        ulong totalPopulationSize,
        ulong populationWithFeature,
        ulong sampleSize
    ) =>
        ParameterRules.Broken(
            (populationWithFeature <= totalPopulationSize, "population_with_feature", "at most total_population_size"),
            (sampleSize <= totalPopulationSize, "sample_size", "at most total_population_size")
        );

    /// <inheritdoc/>
    protected override ulong Draw(ref Xoshiro256 random)
    {
        ulong count = (ulong)_sampler.Sample(ref random);
        return _subtracts ? _offset - count : _offset + count;
    }
}

/// <summary>
/// The hypergeometric distribution: the number of marked items among n drawn, without replacement, from N items of
/// which K are marked. N is at least 1. K and n are at most N / 2, so that the smallest count is 0; for larger values
/// <see cref="HypergeometricSize"/> counts the items that are unmarked or not drawn.
/// </summary>
internal readonly struct HypergeometricCounts : ICountDistribution
{
    private readonly double _marked;
    private readonly double _drawn;
    private readonly double _neither;
    private readonly double _meanOfNeither;
    private readonly double _logNorm;

    /// <param name="population">N.</param>
    /// <param name="marked">K.</param>
    /// <param name="drawn">n.</param>
    public HypergeometricCounts(ulong population, ulong marked, ulong drawn)
    {
        double total = population;
        double unmarked = population - marked;
        double left = population - drawn;
        _marked = marked;
        _drawn = drawn;
        _neither = population - marked - drawn;
        _meanOfNeither = unmarked * (left / total);
        Mean = _drawn * (_marked / total);
        Variance = population == 1 ? 0 : Mean * (unmarked / total) * (left / (total - 1));
        Mode = Math.Floor((_drawn + 1) * ((_marked + 1) / (total + 2)));
        _logNorm =
            PoissonTerm.LogAtMean(_marked)
            + PoissonTerm.LogAtMean(unmarked)
            + PoissonTerm.LogAtMean(_drawn)
            + PoissonTerm.LogAtMean(left)
            - PoissonTerm.LogAtMean(total);
    }

    public double Mean { get; }

    public double Variance { get; }

    public double Mode { get; }

    public double Largest => Math.Min(_marked, _drawn);

    /// <summary>
    /// The items form a table of four cells: marked or unmarked, drawn or not drawn. The cells are treated as four
    /// Poisson counts, conditioned on the sums of rows and columns.
    /// </summary>
    public double LogProbability(double count)
    {
        double excess = count - Mean;
        return PoissonTerm.Log(count, Mean, excess)
            + PoissonTerm.Log(_marked - count, _marked - Mean, -excess)
            + PoissonTerm.Log(_drawn - count, _drawn - Mean, -excess)
            + PoissonTerm.Log(_neither + count, _meanOfNeither, excess)
            - _logNorm;
    }

    public double RatioToNext(double count) =>
        (_marked - count) / (count + 1) * ((_drawn - count) / (_neither + count + 1));
}
