using MGen.Fitting.Activity;
using MGen.Fitting.Compatibility;
using MGen.Fitting.Labelling;
using MGen.Model.Conversations;

namespace MGen.Fitting.Laws;

/// <summary>Sorts a user's labelled messages into the laws.</summary>
internal sealed class LawCollector
{
    /// <summary>A delay that nobody saw the end of: an hour, longer than any spell of activity.</summary>
    public const long NeverSeconds = 3_600;

    /// <summary>How much of the silences inside of spells every timeout has to outlast. Not all: one wrong label must not decide.</summary>
    private const double ToleratedShare = 0.99;

    private readonly OriginalRules _rules;
    private readonly bool _asOriginal;
    private readonly bool _isQuiet;
    private readonly SpellTimer _spells;
    private readonly ProductLimit _idle = new();
    private readonly ProductLimit _afterSend = new();
    private readonly ProductLimit _afterReceive = new();
    private readonly List<long> _tolerated = [];
    private readonly List<long> _blocks = [];
    private long _sentWhileIdle;
    private long _activatedBySend;
    private long _activatedByReceive;
    private long _received;
    private long _receivedWhileActive;

    public LawCollector(OriginalRules rules, ActiveTimeoutRule timeout)
    {
        (_rules, _spells) = (rules, new SpellTimer(rules, timeout));
        _asOriginal = rules.HasFlag(OriginalRules.QuietTimeout);
        _isQuiet = timeout == ActiveTimeoutRule.Quiet && !_asOriginal;
    }

    /// <summary>Takes one run.</summary>
    public void Add(RunLabeller run)
    {
        foreach (LabelledMessage message in run.Label())
            Add(message);
        foreach (Delay delay in run.Delays)
            Add(delay);
        if (!_rules.HasFlag(OriginalRules.QuietTimeout))
            _spells.End(); // in the original a stretch goes on until the next message that is not part of it, whatever the chat
        _receivedWhileActive += run.ReceivedWhileActive;
    }

    /// <summary>Takes the messages of others in one whole chat.</summary>
    public void AddReceived(long messages) => _received += messages;

    /// <summary>Takes the size of one own message.</summary>
    public void AddBlocks(long blocks) => _blocks.Add(blocks);

    public ObservedLaws ToLaws() => new()
    {
        IdleDelay = _idle.ToLaw(Math.Max(NeverSeconds, _idle.Longest)).Law,
        QuietTimeout = EmpiricalLaw.Of(Timeouts()),
        DelayAfterSend = _afterSend.ToLaw(NeverSeconds),
        DelayAfterReceive = _afterReceive.ToLaw(NeverSeconds),
        MessageBlocks = EmpiricalLaw.Of(_blocks),
        SentWhileIdle = _sentWhileIdle,
        ActivatedBySend = _activatedBySend,
        ReceivedWhileIdle = _received - _receivedWhileActive,
        ActivatedByReceive = _activatedByReceive,
    };

    /// <summary>
    /// Under the quiet rule a spell's timeout is known from below only, and a law of the lower bounds would cut spells short at delays that were
    /// tolerated. So no timeout is shorter than <see cref="ToleratedShare"/> of all silences seen inside of spells.
    /// </summary>
    private IEnumerable<long> Timeouts()
    {
        if (!_isQuiet || _tolerated.Count == 0)
            return _spells.Seconds;
        long floor = EmpiricalLaw.Of(_tolerated).Quantile(ToleratedShare) + 1;
        return _spells.Seconds.Select(timeout => Math.Max(timeout, floor));
    }

    private void Add(in LabelledMessage message)
    {
        _spells.Add(message);
        if (message.IsActivatedByReceive)
            AddActivatedByReceive(message);
        if (message.SentWhileIdle)
            AddIdle(message);
        else
            _tolerated.Add(Seconds(message.LongestSilence));
    }

    private void Add(in Delay delay)
    {
        ProductLimit law = delay.AfterOwn ? _afterSend : _afterReceive;
        if (delay.Outcome is DelayOutcome.Sent or DelayOutcome.SentAsSelected)
            law.AddSeen(ActiveSeconds(delay.Milliseconds), delay.Outcome == DelayOutcome.SentAsSelected);
        else if (delay.Outcome == DelayOutcome.Overtaken && !_asOriginal)
            law.AddCut(Seconds(delay.Milliseconds));
        else if (delay.Outcome == DelayOutcome.Outlasted && _isQuiet)
            law.AddNever();
    }

    private void AddIdle(in LabelledMessage message)
    {
        _sentWhileIdle++;
        _activatedBySend += message.Active ? 1 : 0;
        if (message.OwnGap is { } gap)
            _idle.AddSeen(Seconds(gap));
    }

    /// <summary>The idle delay that was running was cut short when the message came that this one answers.</summary>
    private void AddActivatedByReceive(in LabelledMessage message)
    {
        _activatedByReceive++;
        if (!_asOriginal && message.OwnGap is { } gap)
            _idle.AddCut(Seconds(gap - message.Gap));
    }

    /// <summary>At least a second: a user whose every delay is 0 would send without end in no time.</summary>
    private long ActiveSeconds(long milliseconds) => Math.Max(Seconds(milliseconds), _rules.HasFlag(OriginalRules.CutSeconds) ? 0 : 1);

    private long Seconds(long milliseconds) =>
        _rules.HasFlag(OriginalRules.CutSeconds) ? WholeTime.CutToSeconds(milliseconds) : WholeTime.RoundToSeconds(milliseconds);
}
