using MGen.Fitting.Spells;

namespace MGen.Fitting.Imports.Minutes;

/// <summary>
/// The density of the gaps between messages, by maximum penalised likelihood (B. Silverman, Annals of Statistics 10(3), 1982) on the bins of
/// <see cref="DelayScale"/>: the penalty is on the third differences of the logarithms of the bins' counts, so that where counts tell nothing the density is
/// a bell in the logarithm of time.
/// </summary>
internal sealed class GapDensity
{
    /// <summary>Gaps from here on, two hours, are not changed by where in its minute a message is.</summary>
    public const int Bins = 71;

    /// <summary>
    /// Weight of the penalty. Of 300 to 300,000 the best on three worlds of the tests (median error 2 %, largest distance 0.05); ten times as much or as little
    /// doubles the distance of own gaps, whose median of 11 s the minutes hardly tell.
    /// </summary>
    private const double Smoothness = 30_000;

    private const int MostSteps = 50;
    private const double LargestStep = 3;
    private const double Converged = 1e-6;

    /// <summary>Keeps the Newton steps finite where no gap is expected.</summary>
    private const double Ridge = 1e-6;

    private readonly double[] _perSecond = new double[Bins];

    /// <param name="counts">Gaps by bin.</param>
    public GapDensity(double[] counts)
    {
        double[] logs = Maximize(counts);
        double total = counts.Sum() + 1;
        for (int bin = 0; bin < Bins; bin++)
            _perSecond[bin] = Math.Exp(logs[bin]) / total / DelayScale.Seconds(bin);
    }

    /// <summary>The density at a gap, per second; never 0. Of gaps beyond the last bin, that of the last bin.</summary>
    public double At(double seconds) => _perSecond[Math.Min(DelayScale.Bin(seconds), Bins - 1)];

    /// <summary>The logarithms of the bins' expected counts: Newton's steps of a Poisson likelihood with the penalty.</summary>
    private static double[] Maximize(double[] counts)
    {
        double[] logs = [.. counts.Select(count => Math.Log(count + 0.5))];
        for (int step = 0; step < MostSteps; step++)
        {
            double[] expected = [.. logs.Select(Math.Exp)];
            double[] change = BandedSolver.Solve(expected, Smoothness, Ridge, Gradient(counts, expected, logs));
            double largest = change.Max(Math.Abs);
            double scale = Math.Min(1, LargestStep / Math.Max(largest, Converged));
            for (int bin = 0; bin < logs.Length; bin++)
                logs[bin] += scale * change[bin];
            if (largest < Converged)
                break;
        }
        return logs;
    }

    private static double[] Gradient(double[] counts, double[] expected, double[] logs)
    {
        double[] gradient = [.. counts.Zip(expected, (count, mean) => count - mean)];
        for (int bin = 0; bin + 3 < logs.Length; bin++)
        {
            double third = Smoothness * (logs[bin + 3] - (3 * logs[bin + 2]) + (3 * logs[bin + 1]) - logs[bin]);
            gradient[bin] += third;
            gradient[bin + 1] -= 3 * third;
            gradient[bin + 2] += 3 * third;
            gradient[bin + 3] -= third;
        }
        return gradient;
    }
}
