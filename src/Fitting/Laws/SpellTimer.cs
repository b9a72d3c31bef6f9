using MGen.Fitting.Activity;
using MGen.Fitting.Compatibility;
using MGen.Fitting.Labelling;
using MGen.Model.Conversations;

namespace MGen.Fitting.Laws;

/// <summary>
/// Tells of each spell of activity what timeout it must have had at least: under <see cref="ActiveTimeoutRule.Quiet"/> its longest silence, under
/// <see cref="ActiveTimeoutRule.Spell"/> the time from its begin to its last message.
/// </summary>
/// <remarks>
/// The true timeout is longer: it ended the spell, unseen. But the delays that would have outlasted it are unseen as well, and the two losses
/// cancel: a new delay exceeds the longest of n old ones with probability 1 / (n + 1), so that spells end after about as many messages as they did.
/// </remarks>
internal sealed class SpellTimer(OriginalRules rules, ActiveTimeoutRule rule)
{
    private readonly bool _asOriginal = rules.HasFlag(OriginalRules.QuietTimeout);
    private readonly List<long> _seconds = [];
    private LabelledMessage _first;
    private bool _begun;
    private bool _continued;
    private long _longest;
    private long _lastTime;

    /// <summary>The timeouts of the spells that have ended, in whole seconds.</summary>
    public IReadOnlyList<long> Seconds => _seconds;

    /// <summary>Takes the next own message.</summary>
    public void Add(in LabelledMessage message)
    {
        if (!message.Continuing)
        {
            End();
            (_first, _begun, _lastTime) = (message, true, message.Time);
            _longest = message.IsActivatedByReceive && !_asOriginal ? message.Gap : 0;
            return;
        }
        _continued = _begun;
        _longest = Math.Max(_longest, _asOriginal ? message.Gap : message.LongestSilence);
        _lastTime = message.Time;
    }

    /// <summary>Ends the spell at hand, if there is one of more than one message.</summary>
    public void End()
    {
        long timeout = _asOriginal || rule == ActiveTimeoutRule.Quiet ? _longest : _lastTime - Begin();
        if (_continued && timeout > 0)
            _seconds.Add(Outlasting(timeout));
        (_begun, _continued, _longest) = (false, false, 0);
    }

    /// <summary>The spell's begin: the message received that its first message answers, else that message.</summary>
    private long Begin() => _first.IsActivatedByReceive ? _first.Time - _first.Gap : _first.Time;

    /// <summary>A message that is due at the very moment of leaving is not sent, so a timeout is a second longer than what it let pass.</summary>
    private long Outlasting(long milliseconds) =>
        rules.HasFlag(OriginalRules.CutSeconds) ? WholeTime.CutToSeconds(milliseconds) : WholeTime.RoundToSeconds(milliseconds) + 1;
}
