using MGen.Model.Randomness;

namespace MGen.Model.Distributions;

/// <summary>
/// Draws from a distribution of counts in a time that does not grow with its parameters. Small means: sequential
/// inversion, about one step per unit of the mean. Otherwise: ratio of uniforms under the universal "table mountain"
/// hat (E. Stadlober, "The ratio of uniforms approach for generating discrete random variates", J. Comput. Appl. Math.
/// 31(1), 1990; the hypergeometric case is known as HRUA), about 1.4 rounds of two uniforms each.
/// </summary>
/// <remarks>
/// The hat: with X = floor(a + h (v - 1/2) / u), where a = mean + 1/2 and h = sqrt(8/e) sqrt(variance + 1/2) + 3 - 2
/// sqrt(3/e), accept if u^2 &lt;= P(X) / P(mode). That is exact if h is wide enough, which the tests verify count by
/// count. The two quick tests before the logarithm are Stadlober's bounds of 2 ln u: u (4 - u) - 3 from above accepts,
/// u - 1/u from below rejects.
/// </remarks>
internal readonly struct CountSampler<TLaw>
    where TLaw : struct, ICountLaw
{
    /// <summary>
    /// Means below this use inversion, in about 10 steps. From this mean on, the tests verify that the hat covers the
    /// distribution.
    /// </summary>
    private const double SmallMean = 10;

    /// <summary>
    /// Inversion starts again with a new uniform number below this probability: what is left of the old one is rounding
    /// error.
    /// </summary>
    private const double Negligible = 1.0 / (1UL << 63);

    private readonly TLaw _law;
    private readonly double _probabilityOfZero;
    private readonly double _logProbabilityOfMode;

    public CountSampler(TLaw law)
    {
        _law = law;
        _probabilityOfZero = Math.Exp(law.LogProbability(0));
        _logProbabilityOfMode = law.LogProbability(law.Mode);
        HatCentre = law.Mean + 0.5;
        HatWidth = (Math.Sqrt(8 / Math.E) * Math.Sqrt(law.Variance + 0.5)) + 3 - (2 * Math.Sqrt(3 / Math.E));
    }

    /// <summary>a: the centre of the hat.</summary>
    internal double HatCentre { get; }

    /// <summary>h: the width of the hat.</summary>
    internal double HatWidth { get; }

    /// <summary>Draws a count.</summary>
    public double Sample(ref Xoshiro256 random) => _law.Mean < SmallMean ? Invert(ref random) : Reject(ref random);

    private double Invert(ref Xoshiro256 random)
    {
        while (true)
        {
            double rest = random.NextDouble();
            double probability = _probabilityOfZero;
            for (double count = 0; probability >= Negligible; count++)
            {
                if (rest < probability)
                    return count;
                rest -= probability;
                probability *= _law.RatioToNext(count);
            }
        }
    }

    private double Reject(ref Xoshiro256 random)
    {
        while (true)
        {
            double u = random.NextOpenDouble();
            double count = Math.Floor(HatCentre + (HatWidth * (random.NextDouble() - 0.5) / u));
            if (count < 0 || count > _law.Largest)
                continue;

            double logRatio = _law.LogProbability(count) - _logProbabilityOfMode;
            if ((u * (4 - u)) - 3 <= logRatio)
                return count;
            if (u * (u - logRatio) < 1 && 2 * Math.Log(u) <= logRatio)
                return count;
        }
    }
}
