using MGen.Fitting.Labelling;
using MGen.Fitting.Models;
using MGen.Model.Conversations;

namespace MGen.Fitting.Distributions;

/// <summary>
/// Determines a lower bound of the timeout of each spell: under <see cref="ActiveTimeoutRule.Quiet"/> its longest
/// silence, under <see cref="ActiveTimeoutRule.Spell"/> the time from its beginning to its last message.
/// </summary>
/// <remarks>
/// The true timeout is longer, because its end was not observed. But the delays that exceeded the timeout were not
/// observed either. The two errors cancel, because a new delay exceeds the maximum of n earlier ones with a probability
/// of 1 / (n + 1), so that spells end after about as many messages as in the data.
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

    /// <summary>Adds the user's next message.</summary>
    public void Add(in LabelledMessage message)
    {
        if (!message.Continuing)
        {
            End();
            _first = message;
            _begun = true;
            _lastTime = message.Time;
            _longest = message.IsActivatedByReceive && !_asOriginal ? message.Gap : 0;
            return;
        }
        _continued = _begun;
        _longest = Math.Max(_longest, _asOriginal ? message.Gap : message.LongestSilence);
        _lastTime = message.Time;
    }

    /// <summary>
    /// Ends the current spell. Adds its timeout if the spell has more than one message of the user and a timeout above
    /// 0.
    /// </summary>
    public void End()
    {
        long timeout = _asOriginal || rule == ActiveTimeoutRule.Quiet ? _longest : _lastTime - Begin();
        if (_continued && timeout > 0)
            _seconds.Add(Outlasting(timeout));
        _begun = false;
        _continued = false;
        _longest = 0;
    }

    /// <summary>
    /// The time when the spell began: the time of the received message that the spell's first message answers; if there
    /// is none, the time of the first message.
    /// </summary>
    private long Begin() => _first.IsActivatedByReceive ? _first.Time - _first.Gap : _first.Time;

    /// <summary>
    /// One second more than the observed time, because the machine does not send a message that is due exactly when the
    /// timeout ends. Under <see cref="OriginalRules.CutSeconds"/> the second is missing, as in the original.
    /// </summary>
    private long Outlasting(long milliseconds) =>
        rules.HasFlag(OriginalRules.CutSeconds)
            ? WholeTime.CutToSeconds(milliseconds)
            : WholeTime.RoundToSeconds(milliseconds) + 1;
}
