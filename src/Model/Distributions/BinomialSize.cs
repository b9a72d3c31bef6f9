using MGen.Model.Randomness;

namespace MGen.Model.Distributions;

/// <summary>Sizes with a binomial distribution: the number of successes in n independent trials.</summary>
public sealed class BinomialSize : SizeDistribution
{
    private readonly ulong _trials;
    private readonly bool _countsFailures;
    private readonly CountSampler<BinomialCounts> _sampler;

    /// <param name="n">Number of trials.</param>
    /// <param name="p">Probability of success, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Check"/> finds a problem.</exception>
    public BinomialSize(ulong n, double p)
    {
        ParameterRules.ThrowIfAny(Check(n, p));
        _trials = n;
        _countsFailures = p > 0.5;
        _sampler = new CountSampler<BinomialCounts>(new BinomialCounts(n, _countsFailures ? 1 - p : p));
    }

    /// <summary>Returns the rules that these parameters violate; empty if they are valid.</summary>
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

/// <summary>
/// The binomial distribution: the number of successes in n trials of probability p, with p at most 1/2. For a larger p,
/// <see cref="BinomialSize"/> counts the failures.
/// </summary>
internal readonly struct BinomialCounts : ICountDistribution
{
    private readonly double _trials;
    private readonly double _odds;
    private readonly double _meanOfFailures;
    private readonly double _logNorm;

    public BinomialCounts(ulong n, double p)
    {
        _trials = n;
        _odds = p / (1 - p);
        Mean = _trials * p;
        _meanOfFailures = _trials * (1 - p);
        Variance = Mean * (1 - p);
        Mode = Math.Floor((_trials + 1) * p);
        _logNorm = PoissonTerm.LogAtMean(_trials);
    }

    public double Mean { get; }

    public double Variance { get; }

    public double Mode { get; }

    public double Largest => _trials;

    /// <summary>
    /// The numbers of successes and of failures are treated as two Poisson counts, conditioned on their sum.
    /// </summary>
    public double LogProbability(double count)
    {
        double excess = count - Mean;
        return PoissonTerm.Log(count, Mean, excess)
            + PoissonTerm.Log(_trials - count, _meanOfFailures, -excess)
            - _logNorm;
    }

    public double RatioToNext(double count) => (_trials - count) / (count + 1) * _odds;
}
