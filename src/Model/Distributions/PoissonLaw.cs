namespace MGen.Model.Distributions;

/// <summary>The Poisson distribution with mean <paramref name="lambda"/>, above 0.</summary>
internal readonly struct PoissonLaw(double lambda) : ICountLaw
{
    public double Mean => lambda;

    public double Variance => lambda;

    public double Mode => Math.Floor(lambda);

    public double Largest => double.PositiveInfinity;

    public double LogProbability(double count) => PoissonTerm.Log(count, lambda, count - lambda);

    public double RatioToNext(double count) => lambda / (count + 1);
}
