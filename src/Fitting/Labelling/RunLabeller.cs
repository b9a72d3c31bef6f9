using MGen.Fitting.Chats;
using MGen.Fitting.Models;

namespace MGen.Fitting.Labelling;

/// <summary>Determines the cause of each own message of a run in a chat.</summary>
internal sealed class RunLabeller
{
    private readonly MinuteRun _run;
    private readonly RunLabels _labels;
    private readonly OriginalRules _rules;
    private readonly ChatMessage[] _messages;
    private readonly int _user;
    private readonly List<LabelledMessage> _labelled = [];
    private readonly List<Delay> _delays = [];
    private int _previousOwnMinute = -1;
    private long? _previousOwnTime;
    private long _longestSilence;
    private long _longestOfSpell;
    private int _lastOwn;
    private int _spellMessages;

    public RunLabeller(MinuteRun run, RunLabels labels, OriginalRules rules)
    {
        _run = run;
        _labels = labels;
        _rules = rules;
        _messages = run.Part.Chat.Messages;
        _user = _messages[run.Part.Own[run.FirstOwn]].Author;
        if (run.FirstOwn > 0 && !rules.HasFlag(OriginalRules.TwoHourGaps))
            _previousOwnTime = _messages[run.Part.Own[run.FirstOwn - 1]].UnixMilliseconds;
    }

    /// <summary>Number of messages received in minutes in which the user was active.</summary>
    public int ReceivedWhileActive { get; private set; }

    /// <summary>The delays that the user drew while active, in the order of time.</summary>
    public IReadOnlyList<Delay> Delays => _delays;

    /// <summary>Returns the run's own messages in the order of time.</summary>
    public IReadOnlyList<LabelledMessage> Label()
    {
        long start = _run.FirstUnixMilliseconds;
        long end = start + (_labels.Minutes * WholeTime.MinuteMilliseconds);
        for (int i = _run.Part.Own[_run.FirstOwn]; i < _messages.Length && _messages[i].UnixMilliseconds <= end; i++)
        {
            int minute = (int)WholeTime.Minutes(_messages[i].UnixMilliseconds - start);
            if (i == 0 && _rules.HasFlag(OriginalRules.FirstMessage))
                continue;
            if (i > 0)
                _longestSilence = Math.Max(_longestSilence, Gap(i));
            if (minute >= _labels.Minutes)
                continue;
            if (_messages[i].Author == _user)
                AddOwn(i, minute, start);
            else if (_labels.IsActive(minute))
                ReceivedWhileActive++;
        }
        EndSpell();
        return _labelled;
    }

    private void AddOwn(int index, int minute, long start)
    {
        ChatMessage message = _messages[index];
        ChatMessage? before = index > 0 ? _messages[index - 1] : null;
        long gap = index > 0 ? Gap(index) : 0;
        bool continuing = _previousOwnMinute >= 0 && !_labels.HasIdle(_previousOwnMinute, minute);
        if (!continuing)
            EndSpell();
        _spellMessages = continuing ? _spellMessages + 1 : 1;
        long silence = continuing ? _longestSilence : gap;
        bool active = _labels.IsPartOfSpell(minute, _rules.HasFlag(OriginalRules.StateEitherSide));
        bool sentWhileIdle = IsSentWhileIdle(before, minute, start);
        _longestOfSpell = Math.Max(continuing ? _longestOfSpell : 0, sentWhileIdle ? 0 : silence);
        _labelled.Add(
            new LabelledMessage
            {
                Active = active,
                SentWhileIdle = sentWhileIdle,
                Continuing = continuing,
                AfterOwn = before is { } previous ? previous.Author == _user : null,
                Gap = gap,
                OwnGap = message.UnixMilliseconds - _previousOwnTime,
                LongestSilence = silence,
                Time = message.UnixMilliseconds,
            }
        );
        if (!sentWhileIdle)
            AddDelays(index, continuing);
        _previousOwnMinute = minute;
        _previousOwnTime = message.UnixMilliseconds;
        _longestSilence = 0;
        _lastOwn = index;
    }

    /// <summary>Adds the delays since the user's previous message: all except the last were overtaken.</summary>
    private void AddDelays(int index, bool continuing)
    {
        for (int i = continuing ? _lastOwn : index - 1; i < index - 1; i++)
            _delays.Add(new Delay(_messages[i].Author == _user, Gap(i + 1), DelayOutcome.Overtaken));
        DelayOutcome outcome = _spellMessages <= 2 ? DelayOutcome.SentAndRevealedSpell : DelayOutcome.Sent;
        _delays.Add(new Delay(_messages[index - 1].Author == _user, Gap(index), outcome));
    }

    /// <summary>
    /// Adds the delays after the last message of a spell. A message of another member is assumed to have reached the
    /// user while active if the gap before it is at most the longest silence of the spell. The delay after the last
    /// such message exceeded the timeout.
    /// </summary>
    private void EndSpell()
    {
        if (_labelled.Count == 0 || !_labelled[^1].Active)
            return;
        int i = _lastOwn;
        for (; i + 1 < _messages.Length && _messages[i + 1].Author != _user && Gap(i + 1) <= _longestOfSpell; i++)
            _delays.Add(new Delay(i == _lastOwn, Gap(i + 1), DelayOutcome.Overtaken));
        _delays.Add(new Delay(i == _lastOwn, _longestOfSpell, DelayOutcome.Outlasted));
    }

    private long Gap(int index) => _messages[index].UnixMilliseconds - _messages[index - 1].UnixMilliseconds;

    /// <summary>
    /// Whether a message was sent while idle. This is so if the chat's previous message is not in the run, or if one of
    /// the minutes from the previous message to this one is idle. The minute of the previous message counts only if the
    /// user sent that message, if both are in the same minute, or under <see cref="OriginalRules.PredecessorMinute"/>.
    /// </summary>
    private bool IsSentWhileIdle(ChatMessage? before, int minute, long start)
    {
        if (before is not { } previous || !_labels.IsActive(minute))
            return true;
        long previousMinute = WholeTime.Minutes(previous.UnixMilliseconds - start);
        // The label of the minute in which another member wrote is about that whole minute, not about the time after
        // the message.
        bool skipsMinute =
            previous.Author != _user && previousMinute < minute && !_rules.HasFlag(OriginalRules.PredecessorMinute);
        return previousMinute < 0 || _labels.HasIdle((int)previousMinute + (skipsMinute ? 1 : 0), minute);
    }
}
