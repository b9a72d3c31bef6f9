using MGen.Fitting.Activity;
using MGen.Fitting.Compatibility;
using MGen.Fitting.Labelling;
using MGen.Model.Conversations;

namespace MGen.Fitting.Laws;

/// <summary>Sorts a user's labelled messages into the laws.</summary>
internal sealed class LawCollector
{
    private readonly OriginalRules _rules;
    private readonly SpellTimer _spells;
    private readonly List<long> _idle = [];
    private readonly List<long> _afterSend = [];
    private readonly List<long> _afterReceive = [];
    private readonly List<long> _blocks = [];
    private long _sentWhileIdle;
    private long _activatedBySend;
    private long _activatedByReceive;
    private long _received;
    private long _receivedWhileActive;

    public LawCollector(OriginalRules rules, ActiveTimeoutRule timeout) => (_rules, _spells) = (rules, new SpellTimer(rules, timeout));

    /// <summary>Takes one run.</summary>
    public void Add(RunLabeller run)
    {
        foreach (LabelledMessage message in run.Label())
            Add(message);
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
        IdleDelay = EmpiricalLaw.Of(_idle),
        QuietTimeout = EmpiricalLaw.Of(_spells.Seconds),
        DelayAfterSend = EmpiricalLaw.Of(_afterSend),
        DelayAfterReceive = EmpiricalLaw.Of(_afterReceive),
        MessageBlocks = EmpiricalLaw.Of(_blocks),
        SentWhileIdle = _sentWhileIdle,
        ActivatedBySend = _activatedBySend,
        ReceivedWhileIdle = _received - _receivedWhileActive,
        ActivatedByReceive = _activatedByReceive,
    };

    private void Add(in LabelledMessage message)
    {
        _spells.Add(message);
        _activatedByReceive += message.IsActivatedByReceive ? 1 : 0;
        if (message.SentWhileIdle)
            AddIdle(message);
        else if (message.AfterOwn is { } own)
            (own ? _afterSend : _afterReceive).Add(Seconds(message.Gap));
    }

    private void AddIdle(in LabelledMessage message)
    {
        _sentWhileIdle++;
        _activatedBySend += message.Active ? 1 : 0;
        if (message.OwnGap is { } gap)
            _idle.Add(Seconds(gap));
    }

    private long Seconds(long milliseconds) =>
        _rules.HasFlag(OriginalRules.CutSeconds) ? WholeTime.CutToSeconds(milliseconds) : WholeTime.RoundToSeconds(milliseconds);
}
