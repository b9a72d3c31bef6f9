using MGen.Analysis.Results;
using MGen.Demo.Nodes;

namespace MGen.Demo.Accounting;

/// <summary>
/// Measures the effect of a kill on traffic: which deliveries it delays, and when the last of them arrives. Only groups
/// that used the killed process pause, so a gap in the traffic of all groups would say little. Thread-safe.
/// </summary>
/// <remarks>
/// A delivery counts as delayed by the last kill if it took at least <see cref="HeldUpFrom"/>, arrived after the kill,
/// and was sent before the end of the pause. The pause lasts at least <see cref="DetectionTime"/>, and until the last
/// delayed delivery known so far.
/// </remarks>
internal sealed class PauseWatch(TimeProvider clock)
{
    /// <summary>
    /// A delivery that takes at least this long has waited for the cluster. On loopback other deliveries take some
    /// milliseconds.
    /// </summary>
    public static readonly TimeSpan HeldUpFrom = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Within this time the failure of a killed process is detected (three probes of a second), and its groups and
    /// connections have moved elsewhere.
    /// </summary>
    public static readonly TimeSpan DetectionTime = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly List<Kill> _earlier = [];
    private Kill? _last;
    private long _killedAt;

    /// <summary>Whether any process was killed.</summary>
    public bool HasBegun => Volatile.Read(ref _last) is not null;

    /// <summary>Notes a kill.</summary>
    /// <param name="node">The process.</param>
    /// <param name="at">The time, counted from when users began to talk.</param>
    /// <param name="killedAt">The clock's timestamp of the kill.</param>
    public void Begin(NodeName node, TimeSpan at, long killedAt)
    {
        lock (_gate)
        {
            if (HasBegun)
                _earlier.Add(Latest(waiting: 0));
            _killedAt = killedAt;
            _last = new Kill(node, at, HeldUp: 0, Pause: default, Waiting: 0, IsOver: false);
        }
    }

    /// <summary>Notes a delivery.</summary>
    /// <param name="sentAt">Timestamp of the message's creation.</param>
    /// <param name="waited">The time since then.</param>
    public void Delivered(long sentAt, TimeSpan waited)
    {
        // This check needs no lock, and nearly every delivery ends here.
        if (waited < HeldUpFrom || !HasBegun)
            return;
        lock (_gate)
        {
            Kill kill = _last!;
            TimeSpan sent = clock.GetElapsedTime(_killedAt, sentAt);
            TimeSpan now = sent + waited;
            if (now >= TimeSpan.Zero && sent <= (kill.Pause > DetectionTime ? kill.Pause : DetectionTime))
                _last = kill with { HeldUp = kill.HeldUp + 1, Pause = now > kill.Pause ? now : kill.Pause };
        }
    }

    /// <summary>The kills so far, in order.</summary>
    /// <param name="waiting">
    /// The number of deliveries that have been outstanding for <see cref="HeldUpFrom"/> or longer.
    /// </param>
    public IReadOnlyList<Kill> KillsWith(long waiting)
    {
        lock (_gate)
            return HasBegun ? [.. _earlier, Latest(waiting)] : [];
    }

    private Kill Latest(long waiting) =>
        _last! with
        {
            Waiting = waiting,
            IsOver = waiting == 0 && clock.GetElapsedTime(_killedAt) >= DetectionTime,
        };
}

/// <summary>The kill of a process while users talked, and its effect on their messages.</summary>
/// <param name="Node">The process.</param>
/// <param name="At">The time of the kill, counted from when users began to talk.</param>
/// <param name="HeldUp">Deliveries that arrived after waiting for the cluster to recover.</param>
/// <param name="Pause">The time from the kill until the last of these arrived; zero if there were none.</param>
/// <param name="Waiting">Deliveries that still wait.</param>
/// <param name="IsOver">Whether traffic has recovered.</param>
internal sealed record Kill(NodeName Node, TimeSpan At, long HeldUp, TimeSpan Pause, long Waiting, bool IsOver)
{
    /// <summary>The present effect, for people.</summary>
    public string Effect =>
        IsOver ? FinalEffect : $"{Deliveries(HeldUp + Waiting)} held up, {QuantityText.Count(Waiting)} still wait";

    /// <summary>The effect at the end of the run, for people.</summary>
    public string FinalEffect =>
        HeldUp == 0
            ? "nothing had to wait"
            : $"paused for {QuantityText.Time(Pause.TotalSeconds)}: {Deliveries(HeldUp)} held up";

    private static string Deliveries(long count) =>
        count == 1 ? "1 delivery" : $"{QuantityText.Count(count)} deliveries";
}
