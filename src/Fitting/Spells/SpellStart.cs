using MGen.Fitting.Distributions;
using MGen.Fitting.Models;

namespace MGen.Fitting.Spells;

/// <summary>
/// The starting point of the training: the model from the labels, blurred, so that no observation is impossible.
/// </summary>
internal static class SpellStart
{
    /// <summary>Smallest probability of s and r: expectation maximisation never leaves 0 or 1.</summary>
    private const double LeastShare = 0.02;

    /// <summary>Total probability of timeouts that the labels do not show.</summary>
    private const double UnknownTimeouts = 0.001;

    /// <summary>Variance of a timeout, in steps of <see cref="TimeoutGrid"/>.</summary>
    private const double TimeoutVariance = 8;

    /// <summary>Number of observations that the distributions of the labels count as.</summary>
    private const double Observations = 100;

    public static SpellModel From(UserModel labelled) =>
        new(
            Math.Clamp(labelled.ActivateOnSend, LeastShare, 1 - LeastShare),
            Math.Clamp(labelled.ActivateOnReceive, LeastShare, 1 - LeastShare),
            Timeouts(labelled.QuietTimeout),
            DelayCurves.Idle(Shares(labelled.IdleDelay), Observations),
            DelayCurves.Active(Shares(labelled.DelayAfterSend), Observations),
            DelayCurves.Active(Shares(labelled.DelayAfterReceive), Observations)
        );

    private static double[] Timeouts(EmpiricalDistribution distribution)
    {
        double[] blurred = new double[TimeoutGrid.Count];
        Array.Fill(blurred, UnknownTimeouts / TimeoutGrid.Count);
        for (int i = 0; i < distribution.Values.Count; i++)
        {
            int at = Math.Min(TimeoutGrid.FirstAbove(Math.Max(distribution.Values[i] - 1, 0)), TimeoutGrid.Count - 1);
            for (int k = 0; k < blurred.Length; k++)
                blurred[k] +=
                    distribution.Counts[i]
                    * Math.Exp(-(k - at) * (k - at) / (2 * TimeoutVariance))
                    / distribution.Total;
        }
        double sum = blurred.Sum();
        return [.. blurred.Select(probability => probability / sum)];
    }

    private static double[] Shares(EmpiricalDistribution distribution)
    {
        double[] shares = new double[DelayScale.Bins];
        for (int i = 0; i < distribution.Values.Count; i++)
            shares[DelayScale.Bin(distribution.Values[i])] += (double)distribution.Counts[i] / distribution.Total;
        return shares;
    }
}
