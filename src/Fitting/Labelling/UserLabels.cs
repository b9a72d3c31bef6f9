using MGen.Fitting.Activity;
using MGen.Fitting.Compatibility;
using MGen.Fitting.Hmm;

namespace MGen.Fitting.Labelling;

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
    /// With <see cref="OriginalRules.LabelOffset"/> a run's labels are read from the index that equals the length of
    /// the previous run, as if that were the first run.
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
