using MathNet.Numerics.Distributions;

namespace MGen.Report.Statistics;

/// <summary>A mean over runs with its two-sided 95 % confidence interval of Student's t distribution.</summary>
/// <param name="Mean">The mean; NaN if there are no values.</param>
/// <param name="HalfWidth">
/// Half the interval's width; NaN for fewer than two values, since one run says nothing about the spread.
/// </param>
/// <param name="Runs">The number of values.</param>
internal readonly record struct MeanInterval(double Mean, double HalfWidth, int Runs)
{
    /// <summary>
    /// The share of such intervals that contain the true mean, if runs are independent and roughly normal.
    /// </summary>
    public const double Confidence = 0.95;

    public double Low => Mean - HalfWidth;

    public double High => Mean + HalfWidth;

    /// <summary>Whether there is an interval.</summary>
    public bool IsKnown => double.IsFinite(HalfWidth);

    /// <summary>
    /// The mean of one value per run, with the interval t(n-1) * s / sqrt(n) around it; s is the sample's standard
    /// deviation.
    /// </summary>
    public static MeanInterval From(IReadOnlyCollection<double> values)
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
