using MGen.Fitting.Activity;

namespace MGen.Fitting.Labelling;

/// <summary>
/// The labels of the minutes of a run from its first message to its last, without the silence before and after. It
/// determines in constant time whether there is an idle minute between two minutes.
/// </summary>
internal sealed class RunLabels
{
    private readonly ushort[] _counts;
    private readonly bool[] _active;

    /// <summary>Number of idle minutes before each minute.</summary>
    private readonly int[] _idleBefore;
    private readonly int[] _previousOwn;
    private readonly int[] _nextOwn;

    /// <summary>Takes the labels of a run from <paramref name="labels"/>.</summary>
    /// <param name="run">The run.</param>
    /// <param name="labels">Labels of all runs of the user, one after the other: whether a minute is active.</param>
    /// <param name="offset">Index where the run's labels begin, including the silence before it.</param>
    public RunLabels(MinuteRun run, ReadOnlySpan<bool> labels, int offset)
    {
        int end = Array.FindLastIndex(run.Counts, count => count > 0) + 1;
        _counts = run.Counts[MinuteRun.LeadMinutes..end];
        _active = labels.Slice(offset + MinuteRun.LeadMinutes, _counts.Length).ToArray();
        _idleBefore = new int[_counts.Length + 1];
        for (int i = 0; i < _counts.Length; i++)
            _idleBefore[i + 1] = _idleBefore[i] + (_active[i] ? 0 : 1);
        _previousOwn = new int[_counts.Length];
        _nextOwn = new int[_counts.Length];
        Link();
    }

    /// <summary>Number of minutes from the first message to the last one.</summary>
    public int Minutes => _counts.Length;

    public bool IsActive(int minute) => _active[minute];

    /// <summary>Whether a minute from <paramref name="from"/> to before <paramref name="to"/> is idle.</summary>
    public bool HasIdle(int from, int to) => _idleBefore[to] > _idleBefore[from];

    /// <summary>
    /// Whether a message of this minute belongs to a spell: the minute is labelled active, and another message of the
    /// user is in it or connected to it by active minutes only.
    /// </summary>
    /// <param name="minute">The minute of the message.</param>
    /// <param name="onBothSides">The original's rule: such a message must exist on either side.</param>
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
