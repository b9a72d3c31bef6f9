using MGen.Fitting.Activity;

namespace MGen.Fitting.Labelling;

/// <summary>
/// The minutes of a run from its first message to its last, with their labels; the silence around is cut off. Answers in constant time whether an
/// idle minute lies between two.
/// </summary>
internal sealed class RunLabels
{
    private readonly ushort[] _counts;
    private readonly bool[] _active;

    /// <summary>How many idle minutes there are before each minute.</summary>
    private readonly int[] _idleBefore;
    private readonly int[] _previousOwn;
    private readonly int[] _nextOwn;

    /// <summary>Cuts the labels of a run out of <paramref name="labels"/>.</summary>
    /// <param name="run">The run.</param>
    /// <param name="labels">Labels of all runs of the user, one after the other: whether a minute is active.</param>
    /// <param name="offset">Where the run's labels begin, lead included.</param>
    public RunLabels(MinuteRun run, ReadOnlySpan<bool> labels, int offset)
    {
        int end = Array.FindLastIndex(run.Counts, count => count > 0) + 1;
        _counts = run.Counts[MinuteRun.LeadMinutes..end];
        _active = labels.Slice(offset + MinuteRun.LeadMinutes, _counts.Length).ToArray();
        _idleBefore = new int[_counts.Length + 1];
        for (int i = 0; i < _counts.Length; i++)
            _idleBefore[i + 1] = _idleBefore[i] + (_active[i] ? 0 : 1);
        (_previousOwn, _nextOwn) = (new int[_counts.Length], new int[_counts.Length]);
        Link();
    }

    /// <summary>Minutes from the first message's to the last one's.</summary>
    public int Minutes => _counts.Length;

    public bool IsActive(int minute) => _active[minute];

    /// <summary>Whether one of the minutes from <paramref name="from"/> up to but without <paramref name="to"/> is idle.</summary>
    public bool HasIdle(int from, int to) => _idleBefore[to] > _idleBefore[from];

    /// <summary>
    /// Whether a message of this minute is part of a spell of activity: the minute is labelled active, and another message of the user is in it or
    /// tied to it by active minutes only.
    /// </summary>
    /// <param name="minute">The minute of the message.</param>
    /// <param name="onBothSides">The original's rule: there has to be one on either side.</param>
    public bool IsPartOfSpell(int minute, bool onBothSides)
    {
        if (!_active[minute])
            return false;
        if (_counts[minute] > 1)
            return true;
        (int previous, int next) = (_previousOwn[minute], _nextOwn[minute]);
        bool tiedToPrevious = previous >= 0 && !HasIdle(previous, minute);
        bool tiedToNext = next < Minutes && !HasIdle(minute, next + 1);
        return onBothSides ? (previous < 0 || tiedToPrevious) && tiedToNext : tiedToPrevious || tiedToNext;
    }

    private void Link()
    {
        int previous = -1;
        for (int i = 0; i < Minutes; i++)
        {
            _previousOwn[i] = previous;
            previous = _counts[i] > 0 ? i : previous;
        }
        int next = Minutes;
        for (int i = Minutes - 1; i >= 0; i--)
        {
            _nextOwn[i] = next;
            next = _counts[i] > 0 ? i : next;
        }
    }
}
