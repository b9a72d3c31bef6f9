using MGen.Model.Randomness;

namespace MGen.Model.Distributions;

/// <summary>Sizes with a binomial distribution: the number of successes in n independent trials.</summary>
public sealed class BinomialSize : SizeDistribution
{
    private readonly ulong _trials;
    private readonly bool _countsFailures;
    private readonly CountSampler<BinomialLaw> _sampler;

    /// <param name="n">Number of trials.</param>
    /// <param name="p">Probability of success, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Check"/> finds a problem.</exception>
    public BinomialSize(ulong n, double p)
    {
        ParameterRules.ThrowIfAny(Check(n, p));
        _trials = n;
        _countsFailures = p > 0.5;
        _sampler = new CountSampler<BinomialLaw>(new BinomialLaw(n, _countsFailures ? 1 - p : p));
    }

    /// <summary>What is wrong with these parameters; empty if nothing is.</summary>
    public static IReadOnlyList<ParameterProblem> Check(ulong n, double p)
    {
        _ = n; // any number of trials is valid
        return ParameterRules.Broken((ParameterRules.IsProbability(p), "p", ParameterRules.Probability));
    }

    /// <inheritdoc/>
    protected override ulong Draw(ref Xoshiro256 random)
    {
        ulong count = (ulong)_sampler.Sample(ref random);
        return _countsFailures ? _trials - count : count;
    }
}
