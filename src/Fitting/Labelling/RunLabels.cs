using MGen.Fitting.Hmm;
using MGen.Fitting.Models;

namespace MGen.Fitting.Labelling;

/// <summary>
/// The labels of the minutes of a run from its first message to its last, without the silence before and after. This
/// class determines in constant time whether there is an idle minute between two minutes.
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
    /// <param name="onBothSides">
    /// The original's rule: another message of the user must be connected both before and after. Before the first
    /// message of a run none is needed.
    /// </param>
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

/// <summary>All runs of one user with the label of each minute.</summary>
internal sealed class UserLabels
{
    private readonly IReadOnlyList<MinuteRun> _runs;
    private readonly bool[] _active;

    /// <param name="runs">The runs.</param>
    /// <param name="active">Labels of all runs, one after the other.</param>
    public UserLabels(IReadOnlyList<MinuteRun> runs, bool[] active)
    {
        _runs = runs;
        _active = active;
    }

    /// <summary>
    /// Labels each minute with the most likely state; the state with the higher rate is the active one.
    /// </summary>
    public static UserLabels From(IReadOnlyList<MinuteRun> runs, in PoissonHmm model)
    {
        var active = new bool[runs.Sum(run => run.Counts.Length)];
        int offset = 0;
        foreach (MinuteRun run in runs)
        {
            bool[] inState1 = Viterbi.Decode(model, run.Counts);
            foreach (bool label in inState1)
                active[offset++] = label != model.IsSwapped;
        }
        return new UserLabels(runs, active);
    }

    /// <summary>Number of minutes labelled active.</summary>
    public int ActiveMinutes => _active.Count(active => active);

    /// <summary>Returns a labeller for each run.</summary>
    /// <remarks>
    /// <see cref="OriginalRules.LabelOffset"/> repeats an error of the original: a run's labels are read from the index
    /// that equals the length of the previous run, as if that were the first run.
    /// </remarks>
    public IEnumerable<RunLabeller> Labellers(OriginalRules rules)
    {
        int offset = 0;
        foreach (MinuteRun run in _runs)
        {
            yield return new RunLabeller(run, new RunLabels(run, _active, offset), rules);
            offset = rules.HasFlag(OriginalRules.LabelOffset) ? run.Counts.Length : offset + run.Counts.Length;
        }
    }
}

/// <summary>One of the user's own messages as a transition of the conversation machine.</summary>
internal readonly record struct LabelledMessage
{
    /// <summary>
    /// Whether the user is active after the message, that is, whether the message belongs to a spell.
    /// </summary>
    public bool Active { get; init; }

    /// <summary>Whether the message was sent while idle, so that nothing before it belongs to the same spell.</summary>
    public bool SentWhileIdle { get; init; }

    /// <summary>Whether the user's previous message belongs to the same spell.</summary>
    public bool Continuing { get; init; }

    /// <summary>Whether the chat's previous message is the user's own; <c>null</c> if there is none.</summary>
    public bool? AfterOwn { get; init; }

    /// <summary>Time since the chat's previous message, in milliseconds; 0 if there is none.</summary>
    public long Gap { get; init; }

    /// <summary>
    /// Time since the user's previous message in the chat, in milliseconds; <c>null</c> if there is none.
    /// </summary>
    public long? OwnGap { get; init; }

    /// <summary>
    /// The longest gap between messages of any member since the user's previous message, or since the message that this
    /// one answers, in milliseconds.
    /// </summary>
    public long LongestSilence { get; init; }

    /// <summary>Time of sending, in milliseconds since 1970-01-01.</summary>
    public long Time { get; init; }

    /// <summary>Whether this message answers one that was received while idle and made the user active.</summary>
    public bool IsActivatedByReceive => Active && !SentWhileIdle && !Continuing;
}

/// <summary>A delay that an active user drew, as far as it is observable.</summary>
/// <param name="AfterOwn">
/// Whether it was drawn after an own message (a_s), otherwise after a received one (a_r).
/// </param>
/// <param name="Milliseconds">Its length if the message was sent, otherwise a lower bound.</param>
/// <param name="Outcome">How it ended.</param>
internal readonly record struct Delay(bool AfterOwn, long Milliseconds, DelayOutcome Outcome);

/// <summary>How a delay of an active user ended.</summary>
internal enum DelayOutcome
{
    /// <summary>It ended, and the message was sent.</summary>
    Sent,

    /// <summary>
    /// Like <see cref="Sent"/>, but the message is one of the first two of its spell, without which the labels would
    /// show no spell: such delays are observed only if they are short.
    /// </summary>
    SentAndRevealedSpell,

    /// <summary>Censored: another member's message arrived first, and a new delay was drawn.</summary>
    Overtaken,

    /// <summary>Censored: the spell ended first, so the delay is longer than the timeout.</summary>
    Outlasted,
}
