using MGen.Fitting.Laws;
using MGen.Fitting.Models;

namespace MGen.Fitting.Spells;

/// <summary>Makes a model of what the machine is expected to have done, with the stand-ins of <see cref="UserModelBuilder"/> for what it hardly did.</summary>
internal sealed class SpellModelBuilder
{
    /// <summary>What is expected to have happened less than that often has not been observed.</summary>
    private const double Observed = 0.5;

    private readonly SpellTally _tally;
    private readonly List<string> _assumed = [];

    private SpellModelBuilder(SpellTally tally) => _tally = tally;

    /// <summary>The laws, in place of those that the labels gave.</summary>
    public static ObservedLaws Laws(SpellTally tally, ObservedLaws labelled) => labelled with
    {
        IdleDelay = tally.IdleDelay.Seen >= Observed ? tally.IdleDelay.ToLaw(0, Math.Max(LawCollector.NeverSeconds, tally.IdleDelay.Longest)).Law : labelled.IdleDelay,
        QuietTimeout = tally.Timeouts.Sum() >= Observed ? Timeouts(tally.Timeouts) : EmpiricalLaw.Of(Array.Empty<long>()),
        DelayAfterSend = Active(tally.AfterSend),
        DelayAfterReceive = Active(tally.AfterReceive),
        SentWhileIdle = (long)Math.Round(tally.SentWhileIdle),
        ActivatedBySend = (long)Math.Round(tally.ActivatedBySend),
        ReceivedWhileIdle = (long)Math.Round(tally.ReceivedWhileIdle),
        ActivatedByReceive = (long)Math.Round(tally.ActivatedByReceive),
    };

    /// <summary>The model.</summary>
    public static UserModel Build(SpellTally tally, ObservedLaws laws) => new SpellModelBuilder(tally).Build(laws);

    private UserModel Build(ObservedLaws laws) => new(
        Share("s", _tally.ActivatedBySend, _tally.SentWhileIdle, 0),
        Share("r", _tally.ActivatedByReceive, _tally.ReceivedWhileIdle, 1),
        Law("i", laws.IdleDelay, LawCollector.NeverSeconds),
        Law("w", laws.QuietTimeout, 0),
        Law("a_s", laws.DelayAfterSend.Law, LawCollector.NeverSeconds),
        Law("a_r", laws.DelayAfterReceive.Law, LawCollector.NeverSeconds),
        laws.MessageBlocks,
        _assumed);

    private double Share(string symbol, double activated, double all, double standIn)
    {
        if (all >= Observed)
            return Math.Clamp(activated / all, 0, 1);
        _assumed.Add(symbol);
        return standIn;
    }

    private EmpiricalLaw Law(string symbol, EmpiricalLaw law, long standIn)
    {
        if (law.Values.Count > 0)
            return law;
        _assumed.Add(symbol);
        return EmpiricalLaw.Of([standIn]);
    }

    /// <summary>At least a second, as everywhere: a user whose every delay is 0 would send without end in no time.</summary>
    private static FittedDelay Active(DelayTally delays) =>
        delays.Total >= Observed ? delays.ToLaw(1, LawCollector.NeverSeconds) : new FittedDelay(EmpiricalLaw.Of(Array.Empty<long>()), 0);

    private static EmpiricalLaw Timeouts(double[] spells)
    {
        const double Resolution = 1_000_000;
        double all = spells.Sum();
        IEnumerable<(long Value, long Count)> counted = spells.Select((count, k) => ((long)Math.Round(TimeoutGrid.Seconds[k]), (long)Math.Round(Resolution * count / all)));
        return EmpiricalLaw.Of(counted.Where(entry => entry.Count > 0));
    }
}
