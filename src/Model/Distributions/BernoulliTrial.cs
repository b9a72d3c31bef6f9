using MGen.Model.Randomness;

namespace MGen.Model.Distributions;

/// <summary>
/// A Bernoulli trial in 64-bit fixed point: the probability is rounded down to a multiple of 2^-64. <c>default</c> is
/// always false.
/// </summary>
public readonly struct BernoulliTrial
{
    private const double TwoToThe64 = 18446744073709551616.0;

    /// <summary>
    /// Marks probability 1. No probability below 1 is rounded to this value: the largest double below 1 is 1 - 2^-53.
    /// </summary>
    private const ulong Always = ulong.MaxValue;

    private readonly ulong _threshold;

    /// <summary>Creates a trial that is true with probability <paramref name="p"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Check"/> finds a problem.</exception>
    public BernoulliTrial(double p)
    {
        ParameterRules.ThrowIfAny(Check(p));
        _threshold = p < 1 ? (ulong)(p * TwoToThe64) : Always;
    }

    /// <summary>The probability, to the precision of a double.</summary>
    public double Probability => _threshold == Always ? 1 : _threshold / TwoToThe64;

    /// <summary>Returns the rules that this parameter violates; empty if it is valid.</summary>
    public static IReadOnlyList<ParameterProblem> Check(double p) =>
        ParameterRules.Broken((ParameterRules.IsProbability(p), "p", ParameterRules.Probability));

    /// <summary>
    /// Draws once. Takes 64 bits from <paramref name="random"/>; if the probability is 1, takes none, as in the
    /// original.
    /// </summary>
    public bool Sample(ref Xoshiro256 random) => _threshold == Always || random.NextUInt64() < _threshold;
}
