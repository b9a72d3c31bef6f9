using MathNet.Numerics.Distributions;

namespace MGen.Report.Statistics;

/// <summary>A mean over runs and where it is likely to be: the two-sided 95 % interval of Student's t distribution.</summary>
/// <param name="Mean">The mean; not a number of no values.</param>
/// <param name="HalfWidth">Half the interval's width; not a number if there are fewer than two values, for one run tells nothing of the spread.</param>
/// <param name="Runs">How many values.</param>
internal readonly record struct MeanInterval(double Mean, double HalfWidth, int Runs)
{
    /// <summary>The share of such intervals that hold the true mean, if runs are independent and roughly normal.</summary>
    public const double Confidence = 0.95;

    public double Low => Mean - HalfWidth;

    public double High => Mean + HalfWidth;

    /// <summary>Whether there is an interval.</summary>
    public bool IsKnown => double.IsFinite(HalfWidth);

    /// <summary>The mean of one value per run: t(n-1) * s / sqrt(n) around it, s being the sample's standard deviation.</summary>
    public static MeanInterval Of(IReadOnlyCollection<double> values)
    {
        int runs = values.Count;
        if (runs == 0)
            return new MeanInterval(double.NaN, double.NaN, 0);
        double mean = values.Average();
        if (runs == 1)
            return new MeanInterval(mean, double.NaN, 1);
        double deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (runs - 1));
        double factor = StudentT.InvCDF(location: 0, scale: 1, freedom: runs - 1, p: (1 + Confidence) / 2);
        return new MeanInterval(mean, factor * deviation / Math.Sqrt(runs), runs);
    }
}
