namespace MGen.Population.Statistics;

/// <summary>
/// The regularised upper incomplete gamma function, by its series and its continued fraction (NIST Digital Library of
/// Mathematical Functions, 8.7.1 and 8.9.2, the fraction by the modified Lentz method). It replaces MathNet, which does
/// not support ahead-of-time compilation; tests compare the two.
/// </summary>
internal static class IncompleteGamma
{
    private const int MaxTerms = 100_000;
    private const double Precision = 1e-15;

    /// <summary>
    /// Q(a, x) for a > 0 and x >= 0: the probability that a chi-square variable with 2a degrees of freedom exceeds 2x.
    /// </summary>
    public static double Upper(double a, double x)
    {
        if (x <= 0)
            return 1;
        double logFactor = (a * Math.Log(x)) - x - LogGamma(a);
        return x < a + 1 ? 1 - (Math.Exp(logFactor) * LowerSeries(a, x)) : Math.Exp(logFactor) * UpperFraction(a, x);
    }

    private static double LowerSeries(double a, double x)
    {
        double term = 1 / a;
        double sum = term;
        for (int n = 1; n < MaxTerms && term > sum * Precision; n++)
            sum += term *= x / (a + n);
        return sum;
    }

    private static double UpperFraction(double a, double x)
    {
        double b = x + 1 - a;
        double c = double.MaxValue;
        double d = 1 / b;
        double result = d;
        for (int n = 1; n < MaxTerms; n++)
        {
            double numerator = -n * (n - a);
            b += 2;
            d = 1 / NotZero((numerator * d) + b);
            c = NotZero(b + (numerator / c));
            result *= c * d;
            if (Math.Abs((c * d) - 1) < Precision)
                break;
        }
        return result;
    }

    private static double NotZero(double x) => Math.Abs(x) < 1e-300 ? 1e-300 : x;

    /// <summary>
    /// The logarithm of the gamma function: Stirling's series (DLMF 5.11.1) from 10 on, and its recurrence below.
    /// </summary>
    private static double LogGamma(double x)
    {
        double shift = 0;
        for (; x < 10; x++)
            shift += Math.Log(x);
        double inverse = 1 / (x * x);
        double series =
            (1.0 / 12 - inverse * (1.0 / 360 - inverse * (1.0 / 1260 - inverse * (1.0 / 1680 - inverse / 1188)))) / x;
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + series - shift;
    }
}
