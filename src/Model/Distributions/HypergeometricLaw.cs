namespace MGen.Model.Distributions;

/// <summary>
/// The hypergeometric distribution: the number of marked items among n drawn, without replacement, from N items of
/// which K are marked. K and n are at most N / 2 (otherwise count the unmarked, or those not drawn), so that the
/// support starts at 0; N is at least 1.
/// </summary>
internal readonly struct HypergeometricLaw : ICountLaw
{
    private readonly double _marked;
    private readonly double _drawn;
    private readonly double _neither;
    private readonly double _meanOfNeither;
    private readonly double _logNorm;

    /// <param name="population">N.</param>
    /// <param name="marked">K.</param>
    /// <param name="drawn">n.</param>
    public HypergeometricLaw(ulong population, ulong marked, ulong drawn)
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
        _logNorm = PoissonTerm.LogAtMean(_marked) + PoissonTerm.LogAtMean(unmarked)
            + PoissonTerm.LogAtMean(_drawn) + PoissonTerm.LogAtMean(left) - PoissonTerm.LogAtMean(total);
    }

    public double Mean { get; }

    public double Variance { get; }

    public double Mode { get; }

    public double Largest => Math.Min(_marked, _drawn);

    /// <summary>
    /// Uses a table of four cells, marked or not by drawn or not: four Poisson counts, conditioned on the sums of rows
    /// and columns.
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

    public double RatioToNext(double count) => (_marked - count) / (count + 1) * ((_drawn - count) / (_neither + count + 1));
}
