using MGen.Fitting.Distributions;
using MGen.Fitting.Models;

namespace MGen.Fitting.Spells;

/// <summary>The model of a user during the training: the parts of the conversation machine, as densities.</summary>
/// <param name="activateOnSend">The probability s.</param>
/// <param name="activateOnReceive">The probability r.</param>
/// <param name="timeouts">The probability of each quiet timeout (w) of <see cref="TimeoutGrid"/>.</param>
/// <param name="idleDelay">The density of the idle delay (i).</param>
/// <param name="afterSend">The density of the delay after a message sent (a_s).</param>
/// <param name="afterReceive">The density of the delay after a message received (a_r).</param>
internal sealed class SpellModel(
    double activateOnSend,
    double activateOnReceive,
    double[] timeouts,
    DelayCurve idleDelay,
    DelayCurve afterSend,
    DelayCurve afterReceive
)
{
    private readonly double[] _outlastsSend = Outlasts(afterSend);
    private readonly double[] _outlastsReceive = Outlasts(afterReceive);

    /// <summary>The probability of each quiet timeout (w) of <see cref="TimeoutGrid"/>.</summary>
    public double[] Timeouts => timeouts;

    /// <summary>The density of the idle delay (i).</summary>
    public DelayCurve IdleDelay => idleDelay;

    /// <summary>The density of the delay after a message sent (a_s) or received (a_r).</summary>
    public DelayCurve After(bool own) => own ? afterSend : afterReceive;

    /// <summary>The probability that a message sent (s) or received (r) while idle makes the user active.</summary>
    public double Activate(bool own) => own ? activateOnSend : activateOnReceive;

    /// <summary>The share of a_s or a_r that exceeds each timeout.</summary>
    public double[] Outlasts(bool own) => own ? _outlastsSend : _outlastsReceive;

    private static double[] Outlasts(DelayCurve delay) =>
        [.. Enumerable.Range(0, TimeoutGrid.Count).Select(k => delay.LongerThanBinsBefore(TimeoutGrid.Bin(k)))];
}

/// <summary>
/// The starting point of the training: the model from the labels, blurred, so that no observation is impossible.
/// </summary>
internal static class SpellStart
{
    /// <summary>
    /// Smallest initial distance of s and r from 0 and 1, because expectation maximisation never leaves 0 or 1.
    /// </summary>
    private const double LeastShare = 0.02;

    /// <summary>Total probability of timeouts that the labels do not show.</summary>
    private const double UnknownTimeouts = 0.001;

    /// <summary>Variance by which a timeout is blurred, in squared steps of <see cref="TimeoutGrid"/>.</summary>
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

/// <summary>
/// The quiet timeouts that a spell may have during the training: from 5 s to 50 minutes, each about an eighth longer
/// than the previous one.
/// </summary>
/// <remarks>
/// Each is the start of a bin of <see cref="DelayScale"/>, so that the number of delays that exceed it is exact.
/// </remarks>
internal static class TimeoutGrid
{
    private const int FirstBin = 14;
    private const int BinsApart = 1;

    /// <summary>Number of timeouts.</summary>
    public const int Count = 51;

    private static readonly double[] Values = [.. Enumerable.Range(0, Count).Select(k => DelayScale.Start(Bin(k)))];

    /// <summary>The timeouts in seconds, ascending.</summary>
    public static ReadOnlySpan<double> Seconds => Values;

    /// <summary>
    /// A timeout between two values of the grid: the silences inside a spell only show that its timeout was above the
    /// previous value and at most this one.
    /// </summary>
    /// <param name="timeout">Its number.</param>
    /// <param name="share">Position from the previous value to this one, from 0 to 1, in the logarithm.</param>
    public static double Within(int timeout, double share)
    {
        double before = timeout > 0 ? Values[timeout - 1] : Values[0] * Values[0] / Values[1];
        return before * Math.Pow(Values[timeout] / before, share);
    }

    /// <summary>The bin that begins with a timeout.</summary>
    public static int Bin(int timeout) => FirstBin + (timeout * BinsApart);

    /// <summary>The first timeout that is longer than a silence; <see cref="Count"/> if none is.</summary>
    public static int FirstAbove(double seconds) =>
        Math.Clamp((DelayScale.Bin(seconds) - FirstBin + BinsApart) / BinsApart, 0, Count);
}
