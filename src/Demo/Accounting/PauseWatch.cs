using MGen.Demo.Nodes;

namespace MGen.Demo.Accounting;

/// <summary>
/// Measures what a kill does to traffic: which deliveries it holds up, and when the last of them comes. Only the groups that were with the killed
/// process pause, so that nobody hears anything for a while would say little. Any thread.
/// </summary>
/// <remarks>
/// A delivery is held up by the last kill if it took <see cref="HeldUpFrom"/> and was sent before the pause was over, as far as is known by then:
/// before <see cref="DetectionTime"/> had passed, or before the last delivery that was held up.
/// </remarks>
internal sealed class PauseWatch(TimeProvider clock)
{
    /// <summary>Deliveries that take as long have waited for something; on loopback others take some milliseconds.</summary>
    public static readonly TimeSpan HeldUpFrom = TimeSpan.FromMilliseconds(250);

    /// <summary>In that time a killed process has been missed (three probes of a second), and what it had has begun elsewhere.</summary>
    public static readonly TimeSpan DetectionTime = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly List<Kill> _earlier = [];
    private Kill? _last;
    private long _killedAt;
    private TimeSpan _pause;
    private long _heldUp;

    /// <summary>Whether anything was killed.</summary>
    public bool HasBegun => Volatile.Read(ref _last) is not null;

    /// <summary>A process was killed.</summary>
    /// <param name="node">Which one.</param>
    /// <param name="at">When, from when users began to talk.</param>
    public void Begin(NodeName node, TimeSpan at)
    {
        lock (_gate)
        {
            if (HasBegun)
                _earlier.Add(Latest(waiting: 0));
            (_killedAt, _pause, _heldUp) = (clock.GetTimestamp(), TimeSpan.Zero, 0);
            _last = new Kill(node, at, 0, default, 0, IsOver: false);
        }
    }

    /// <summary>A message reached somebody.</summary>
    /// <param name="sentAt">When it was made.</param>
    /// <param name="waited">How long it took since.</param>
    public void Delivered(long sentAt, TimeSpan waited)
    {
        if (waited < HeldUpFrom || !HasBegun)
            return;
        lock (_gate)
        {
            TimeSpan sent = clock.GetElapsedTime(_killedAt, sentAt), now = sent + waited;
            if (now < TimeSpan.Zero || sent > (_pause > DetectionTime ? _pause : DetectionTime))
                return;
            _heldUp++;
            _pause = now > _pause ? now : _pause;
        }
    }

    /// <summary>The kills so far, in their order.</summary>
    /// <param name="waiting">How many deliveries have waited for <see cref="HeldUpFrom"/> or longer, and still do.</param>
    public IReadOnlyList<Kill> KillsWith(long waiting)
    {
        lock (_gate)
            return HasBegun ? [.. _earlier, Latest(waiting)] : [];
    }

    private Kill Latest(long waiting) => _last! with
    {
        HeldUp = _heldUp,
        Pause = _pause,
        Waiting = waiting,
        IsOver = waiting == 0 && clock.GetElapsedTime(_killedAt) >= DetectionTime,
    };
}
