using MGen.Fitting.Laws;
using MGen.Fitting.Models;

namespace MGen.Fitting.Spells;

/// <summary>Where the training starts: at what the labels by the minute say, blurred, so that nothing is held for impossible.</summary>
internal static class SpellStart
{
    /// <summary>A probability of 0 or 1 would stay so.</summary>
    private const double LeastShare = 0.02;

    /// <summary>Probability of all timeouts that the labels know nothing of.</summary>
    private const double UnknownTimeouts = 0.001;

    /// <summary>Variance of a timeout, in steps of <see cref="TimeoutGrid"/>.</summary>
    private const double TimeoutVariance = 8;

    /// <summary>The labels' laws are taken for that many observations, if they have not more.</summary>
    private const double Observations = 100;

    public static SpellModel Of(UserModel labelled) => new(
        Math.Clamp(labelled.ActivateOnSend, LeastShare, 1 - LeastShare),
        Math.Clamp(labelled.ActivateOnReceive, LeastShare, 1 - LeastShare),
        Timeouts(labelled.QuietTimeout),
        DelayCurves.Idle(Shares(labelled.IdleDelay), Observations),
        DelayCurves.Active(Shares(labelled.DelayAfterSend), Observations),
        DelayCurves.Active(Shares(labelled.DelayAfterReceive), Observations));

    private static double[] Timeouts(EmpiricalLaw law)
    {
        double[] blurred = new double[TimeoutGrid.Count];
        Array.Fill(blurred, UnknownTimeouts / TimeoutGrid.Count);
        for (int i = 0; i < law.Values.Count; i++)
        {
            int at = Math.Min(TimeoutGrid.FirstAbove(Math.Max(law.Values[i] - 1, 0)), TimeoutGrid.Count - 1);
            for (int k = 0; k < blurred.Length; k++)
                blurred[k] += law.Counts[i] * Math.Exp(-(k - at) * (k - at) / (2 * TimeoutVariance)) / law.Total;
        }
        double sum = blurred.Sum();
        return [.. blurred.Select(probability => probability / sum)];
    }

    private static double[] Shares(EmpiricalLaw law)
    {
        double[] shares = new double[DelayScale.Bins];
        for (int i = 0; i < law.Values.Count; i++)
            shares[DelayScale.Bin(law.Values[i])] += (double)law.Counts[i] / law.Total;
        return shares;
    }
}
