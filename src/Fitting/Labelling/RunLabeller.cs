using MGen.Fitting.Activity;
using MGen.Fitting.Chats;
using MGen.Fitting.Compatibility;

namespace MGen.Fitting.Labelling;

/// <summary>Walks a run of a user in a chat and tells of each own message how it came about.</summary>
internal sealed class RunLabeller
{
    private readonly MinuteRun _run;
    private readonly RunLabels _labels;
    private readonly OriginalRules _rules;
    private readonly ChatMessage[] _messages;
    private readonly int _user;
    private readonly List<LabelledMessage> _labelled = [];
    private int _previousOwnMinute = -1;
    private long? _previousOwnTime;
    private long _longestSilence;

    public RunLabeller(MinuteRun run, RunLabels labels, OriginalRules rules)
    {
        (_run, _labels, _rules) = (run, labels, rules);
        _messages = run.Part.Chat.Messages;
        _user = _messages[run.Part.Own[run.FirstOwn]].Author;
        if (run.FirstOwn > 0 && !rules.HasFlag(OriginalRules.TwoHourGaps))
            _previousOwnTime = _messages[run.Part.Own[run.FirstOwn - 1]].UnixMilliseconds;
    }

    /// <summary>Messages of others that arrived in a minute in which the user was active.</summary>
    public int ReceivedWhileActive { get; private set; }

    /// <summary>The run's own messages in the order of time.</summary>
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
                _longestSilence = Math.Max(_longestSilence, _messages[i].UnixMilliseconds - _messages[i - 1].UnixMilliseconds);
            if (minute >= _labels.Minutes)
                continue;
            if (_messages[i].Author == _user)
                AddOwn(i, minute, start);
            else if (_labels.IsActive(minute))
                ReceivedWhileActive++;
        }
        return _labelled;
    }

    private void AddOwn(int index, int minute, long start)
    {
        ChatMessage message = _messages[index];
        ChatMessage? before = index > 0 ? _messages[index - 1] : null;
        long gap = before is { } last ? message.UnixMilliseconds - last.UnixMilliseconds : 0;
        bool continuing = _previousOwnMinute >= 0 && !_labels.HasIdle(_previousOwnMinute, minute);
        _labelled.Add(new LabelledMessage
        {
            Active = _labels.IsPartOfSpell(minute, _rules.HasFlag(OriginalRules.StateEitherSide)),
            SentWhileIdle = IsSentWhileIdle(before, minute, start),
            Continuing = continuing,
            AfterOwn = before is { } previous ? previous.Author == _user : null,
            Gap = gap,
            OwnGap = message.UnixMilliseconds - _previousOwnTime,
            LongestSilence = continuing ? _longestSilence : gap,
            Time = message.UnixMilliseconds,
        });
        (_previousOwnMinute, _previousOwnTime, _longestSilence) = (minute, message.UnixMilliseconds, 0);
    }

    /// <summary>Whether nothing ties a message to the one before it: its minute is idle, or that one's, or one between, or that one is not in the run.</summary>
    private bool IsSentWhileIdle(ChatMessage? before, int minute, long start)
    {
        if (before is not { } previous || !_labels.IsActive(minute))
            return true;
        long previousMinute = WholeTime.Minutes(previous.UnixMilliseconds - start);
        return previousMinute < 0 || _labels.HasIdle((int)previousMinute, minute);
    }
}
