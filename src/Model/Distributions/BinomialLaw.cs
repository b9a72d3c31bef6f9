namespace MGen.Model.Distributions;

/// <summary>
/// The binomial distribution: the number of successes in n trials of probability p, with p at most 1/2 (otherwise count
/// the failures).
/// </summary>
internal readonly struct BinomialLaw : ICountLaw
{
    private readonly double _trials;
    private readonly double _odds;
    private readonly double _meanOfFailures;
    private readonly double _logNorm;

    public BinomialLaw(ulong n, double p)
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
    /// Uses a table of two cells, successes and failures: two Poisson counts, conditioned on their sum.
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
