using MGen.Model.Randomness;

namespace MGen.Model.Distributions;

/// <summary>Sizes with a Poisson distribution.</summary>
public sealed class PoissonSize : SizeDistribution
{
    private readonly CountSampler<PoissonCounts> _sampler;

    /// <param name="lambda">Mean, in blocks. Finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Check"/> finds a problem.</exception>
    public PoissonSize(double lambda)
    {
        ParameterRules.ThrowIfAny(Check(lambda));
        _sampler = new CountSampler<PoissonCounts>(new PoissonCounts(lambda));
    }

    /// <summary>Returns the rules that this parameter violates; empty if it is valid.</summary>
    public static IReadOnlyList<ParameterProblem> Check(double lambda) =>
        ParameterRules.Broken((ParameterRules.IsFiniteAboveZero(lambda), "lambda", ParameterRules.FiniteAboveZero));

    /// <inheritdoc/>
    protected override ulong Draw(ref Xoshiro256 random) => (ulong)_sampler.Sample(ref random);
}

/// <summary>The Poisson distribution with mean <paramref name="lambda"/>, above 0.</summary>
internal readonly struct PoissonCounts(double lambda) : ICountDistribution
{
    public double Mean => lambda;

    public double Variance => lambda;

    public double Mode => Math.Floor(lambda);

    public double Largest => double.PositiveInfinity;

    public double LogProbability(double count) => PoissonTerm.Log(count, lambda, count - lambda);

    public double RatioToNext(double count) => lambda / (count + 1);
}
