using MGen.Model.Randomness;

namespace MGen.Fitting.Hmm;

/// <summary>Random models from which training starts, of the original's distributions.</summary>
internal static class StartingPoint
{
    /// <summary>
    /// Rates from the gamma distribution with the counts' mean and variance; rows of the transition matrix from Dirichlet(1/2, 1/2), which for two
    /// states is the arcsine law.
    /// </summary>
    /// <param name="counts">The moments of the counts; neither is 0.</param>
    /// <param name="seed">Of this start.</param>
    public static PoissonHmm Draw(in CountMoments counts, ulong seed)
    {
        var random = Xoshiro256.FromSeed(seed);
        double leave0 = Arcsine(ref random);
        double leave1 = Arcsine(ref random);
        return new PoissonHmm(Rate(counts, ref random), Rate(counts, ref random), leave0, leave1);
    }

    private static double Arcsine(ref Xoshiro256 random) => Math.Pow(Math.Sin(Math.PI / 2 * random.NextDouble()), 2);

    private static double Rate(in CountMoments counts, ref Xoshiro256 random)
    {
        double shape = counts.Mean * counts.Mean / counts.Variance;
        return Math.Max(Gamma(shape, ref random) * counts.Variance / counts.Mean, PoissonHmm.MinRate);
    }

    /// <summary>
    /// A gamma variate of scale 1 by rejection (G. Marsaglia, W. W. Tsang, ACM TOMS 26(3), 2000); a shape below 1 through the shape above it. A try
    /// is accepted with probability above 0.95.
    /// </summary>
    private static double Gamma(double shape, ref Xoshiro256 random)
    {
        if (shape < 1)
            return Gamma(shape + 1, ref random) * Math.Pow(random.NextOpenDouble(), 1 / shape);
        double d = shape - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double normal = Math.Sqrt(-2 * Math.Log(random.NextOpenDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            double v = Math.Pow(1 + (c * normal), 3);
            if (v > 0 && Math.Log(random.NextOpenDouble()) < (normal * normal / 2) + d - (d * v) + (d * Math.Log(v)))
                return d * v;
        }
    }
}
