using MGen.Fitting.Distributions;
using MGen.Fitting.Models;

namespace MGen.Fitting.Spells;

/// <summary>
/// Builds a model from the expected moves of the machine. Parts that hardly occurred get the defaults of
/// <see cref="UserModelBuilder"/>.
/// </summary>
internal sealed class SpellModelBuilder
{
    /// <summary>An expected number below this counts as not observed.</summary>
    private const double Observed = 0.5;

    private readonly SpellTally _tally;
    private readonly List<string> _assumed = [];

    private SpellModelBuilder(SpellTally tally) => _tally = tally;

    /// <summary>The distributions that replace those of the labels.</summary>
    public static ObservedDistributions Distributions(SpellTally tally, ObservedDistributions labelled) =>
        labelled with
        {
            IdleDelay =
                tally.IdleDelay.Seen >= Observed
                    ? tally.IdleDelay.ToExtrapolated(ObservationCollector.NeverSeconds)
                    : labelled.IdleDelay,
            QuietTimeout =
                tally.Timeouts.Sum() >= Observed
                    ? Timeouts(tally.Timeouts)
                    : EmpiricalDistribution.From(Array.Empty<long>()),
            DelayAfterSend = Active(tally.AfterSend),
            DelayAfterReceive = Active(tally.AfterReceive),
            SentWhileIdle = (long)Math.Round(tally.SentWhileIdle),
            ActivatedBySend = (long)Math.Round(tally.ActivatedBySend),
            ReceivedWhileIdle = (long)Math.Round(tally.ReceivedWhileIdle),
            ActivatedByReceive = (long)Math.Round(tally.ActivatedByReceive),
        };

    /// <summary>Builds the model.</summary>
    public static UserModel Build(SpellTally tally, ObservedDistributions distributions) =>
        new SpellModelBuilder(tally).Build(distributions);

    private UserModel Build(ObservedDistributions distributions) =>
        new(
            Share("s", _tally.ActivatedBySend, _tally.SentWhileIdle, 0),
            Share("r", _tally.ActivatedByReceive, _tally.ReceivedWhileIdle, 1),
            Require("i", distributions.IdleDelay, ObservationCollector.NeverSeconds),
            Require("w", distributions.QuietTimeout, 0),
            Require("a_s", distributions.DelayAfterSend.Distribution, ObservationCollector.NeverSeconds),
            Require("a_r", distributions.DelayAfterReceive.Distribution, ObservationCollector.NeverSeconds),
            distributions.MessageBlocks,
            _assumed
        );

    private double Share(string symbol, double activated, double all, double standIn)
    {
        if (all >= Observed)
            return Math.Clamp(activated / all, 0, 1);
        _assumed.Add(symbol);
        return standIn;
    }

    private EmpiricalDistribution Require(string symbol, EmpiricalDistribution distribution, long standIn)
    {
        if (distribution.Values.Count > 0)
            return distribution;
        _assumed.Add(symbol);
        return EmpiricalDistribution.From([standIn]);
    }

    /// <summary>
    /// The distribution of a_s or a_r, with values of at least one second. With delays of 0 only, a simulated user
    /// would send without end at one instant.
    /// </summary>
    private static FittedDelay Active(DelayTally delays) =>
        delays.Total >= Observed
            ? delays.ToDistribution(1, ObservationCollector.NeverSeconds)
            : new FittedDelay(EmpiricalDistribution.From(Array.Empty<long>()), 0);

    /// <summary>
    /// The distribution of w. The probability of each timeout is spread over the interval from the previous timeout to
    /// this one, uniformly in the logarithm.
    /// </summary>
    private static EmpiricalDistribution Timeouts(double[] spells)
    {
        const double Resolution = 1_000_000;
        const int Points = 4;
        double all = spells.Sum();
        SortedDictionary<long, double> shares = [];
        for (int timeout = 0; timeout < spells.Length; timeout++)
        {
            for (int point = 0; point < Points; point++)
            {
                long seconds = (long)Math.Round(TimeoutGrid.Within(timeout, (point + 0.5) / Points));
                shares[seconds] = shares.GetValueOrDefault(seconds) + (spells[timeout] / all / Points);
            }
        }
        return EmpiricalDistribution.From(
            shares
                .Select(share => (share.Key, (long)Math.Round(Resolution * share.Value)))
                .Where(entry => entry.Item2 > 0)
        );
    }
}
