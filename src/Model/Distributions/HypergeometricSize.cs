using MGen.Model.Randomness;

namespace MGen.Model.Distributions;

/// <summary>
/// Sizes with a hypergeometric distribution: the number of items with a feature in a sample drawn without replacement.
/// </summary>
public sealed class HypergeometricSize : SizeDistribution
{
    /// <summary>A draw is this, plus or minus the count in the smallest cell.</summary>
    private readonly ulong _offset;
    private readonly bool _subtracts;
    private readonly CountSampler<HypergeometricLaw> _sampler;

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
        _sampler = new CountSampler<HypergeometricLaw>(new HypergeometricLaw(
            Math.Max(totalPopulationSize, 1), // an empty population draws 0, as does one item without the feature
            Math.Min(populationWithFeature, withoutFeature),
            Math.Min(sampleSize, left)));
    }

    /// <summary>What is wrong with these parameters; empty if nothing is.</summary>
    public static IReadOnlyList<ParameterProblem> Check(ulong totalPopulationSize, ulong populationWithFeature, ulong sampleSize) =>
        ParameterRules.Broken(
            (populationWithFeature <= totalPopulationSize, "population_with_feature", "at most total_population_size"),
            (sampleSize <= totalPopulationSize, "sample_size", "at most total_population_size"));

    /// <inheritdoc/>
    protected override ulong Draw(ref Xoshiro256 random)
    {
        ulong count = (ulong)_sampler.Sample(ref random);
        return _subtracts ? _offset - count : _offset + count;
    }
}
