using MGen.Model.Randomness;

namespace MGen.Fitting.Hmm;

/// <summary>Draws random starting points of the training, from the original's distributions.</summary>
internal static class StartingPoint
{
    /// <summary>
    /// The smallest rate of a starting point that the original draws. It replaces a rate of 0, whose logarithm is
    /// infinite: variates of very small shapes underflow to 0.
    /// </summary>
    private const double LeastOriginalRate = 1e-300;

    /// <summary>
    /// Draws the rates from the gamma distribution with the counts' mean and variance, and the rows of the transition
    /// matrix from Dirichlet(1/2, 1/2), which for two states is the arcsine distribution.
    /// </summary>
    /// <param name="counts">The moments of the counts; neither is 0.</param>
    /// <param name="seed">Seed of this starting point.</param>
    public static PoissonHmm Draw(in CountMoments counts, ulong seed)
    {
        var random = Xoshiro256.FromSeed(seed);
        double leave0 = Arcsine(ref random);
        double leave1 = Arcsine(ref random);
        return new PoissonHmm(Rate(counts, ref random), Rate(counts, ref random), leave0, leave1);
    }

    /// <summary>The starting point that the original draws, from the same generator.</summary>
    /// <param name="counts">The moments of the counts; neither is 0.</param>
    /// <param name="seed">Seed of this starting point: 0 to 9 in the original.</param>
    public static PoissonHmm DrawAsOriginal(in CountMoments counts, ulong seed)
    {
        MersenneTwister transitions = new(unchecked((uint)seed));
        double leave0 = 1 - Half(transitions);
        double leave1 = Half(transitions);
        MersenneTwister rates = new(unchecked((uint)seed)); // The original seeds the generator again for the rates.
        double shape = counts.Mean * counts.Mean / counts.Variance;
        double scale = counts.Variance / counts.Mean;
        double rate0 = Math.Max(rates.NextGamma(shape) * scale, LeastOriginalRate);
        double rate1 = Math.Max(rates.NextGamma(shape) * scale, LeastOriginalRate);
        return new PoissonHmm(rate0, rate1, leave0, leave1);
    }

    /// <summary>The first of two shares from Dirichlet(1/2, 1/2).</summary>
    private static double Half(MersenneTwister random)
    {
        double first = random.NextGamma(0.5);
        double second = random.NextGamma(0.5);
        return first / (first + second);
    }

    private static double Arcsine(ref Xoshiro256 random) => Math.Pow(Math.Sin(Math.PI / 2 * random.NextDouble()), 2);

    private static double Rate(in CountMoments counts, ref Xoshiro256 random)
    {
        double shape = counts.Mean * counts.Mean / counts.Variance;
        return Math.Max(Gamma(shape, ref random) * counts.Variance / counts.Mean, PoissonHmm.MinRate);
    }

    /// <summary>
    /// A gamma variate of scale 1 by rejection (G. Marsaglia, W. W. Tsang, ACM TOMS 26(3), 2000); for a shape below 1
    /// it is computed from a variate of shape + 1. A candidate is accepted with probability above 0.95.
    /// </summary>
    private static double Gamma(double shape, ref Xoshiro256 random)
    {
        if (shape < 1)
            return Gamma(shape + 1, ref random) * Math.Pow(random.NextOpenDouble(), 1 / shape);
        double d = shape - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double normal =
                Math.Sqrt(-2 * Math.Log(random.NextOpenDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            double v = Math.Pow(1 + (c * normal), 3);
            if (v > 0 && Math.Log(random.NextOpenDouble()) < (normal * normal / 2) + d - (d * v) + (d * Math.Log(v)))
                return d * v;
        }
    }
}

/// <summary>Chooses one of several trainings.</summary>
internal static class BestStart
{
    /// <summary>
    /// The index of the largest likelihood (of several equal ones the first); 0 if no likelihood is finite.
    /// </summary>
    /// <param name="logLikelihoods">
    /// One per starting point. A value that is not finite means that the training failed.
    /// </param>
    /// <param name="failedShifts">
    /// Whether to choose as the original does: it removes failed starting points from the list of likelihoods but not
    /// from the list of models, so that each failure before the best shifts the choice by one toward the first model.
    /// Only to reproduce published numbers.
    /// </param>
    public static int Choose(IReadOnlyList<double> logLikelihoods, bool failedShifts)
    {
        int best = -1;
        int scored = 0;
        int bestScored = 0;
        for (int i = 0; i < logLikelihoods.Count; i++)
        {
            if (!double.IsFinite(logLikelihoods[i]))
                continue;
            if (best < 0 || logLikelihoods[i] > logLikelihoods[best])
                (best, bestScored) = (i, scored);
            scored++;
        }
        return failedShifts ? bestScored : Math.Max(best, 0);
    }
}
