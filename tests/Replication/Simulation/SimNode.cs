using MGen.Wire;

namespace MGen.Replication.Tests.Simulation;

/// <summary>A process.</summary>
internal abstract class SimNode(World world, string name)
{
    private readonly Queue<Action> _held = [];
    private long _pausedUntil;
    private int _version = -1;

    public NodeId Id { get; } = new(name);

    public World World => world;

    public bool IsAlive { get; private set; } = true;

    public bool IsDeclaredDead { get; set; }

    public bool IsLeaving { get; set; }

    /// <summary>Whether it was asked to leave. If it is paused, it leaves afterwards.</summary>
    public bool WillLeave { get; set; }

    /// <summary>Until when it does not learn of changes of the membership, in microseconds.</summary>
    public long UninformedUntil { get; set; }

    public MembershipView View { get; private set; } = MembershipView.Empty;

    public void After(long delay, Action action) => world.After(delay, this, action);

    /// <summary>Pauses the process; events that arrive meanwhile are kept in order.</summary>
    public void Pause(long duration)
    {
        _pausedUntil = Math.Max(_pausedUntil, world.Now + duration);
        world.After(
            duration,
            () =>
            {
                if (_pausedUntil <= world.Now)
                    Resume();
            }
        );
    }

    public void Resume()
    {
        _pausedUntil = 0;
        while (_held.TryDequeue(out Action? action))
            Run(action);
    }

    public void Run(Action action)
    {
        if (!IsAlive)
            return;
        if (_pausedUntil > 0)
            _held.Enqueue(action);
        else
            action();
    }

    public void Learn(int version, MembershipView view)
    {
        if (version <= _version)
            return;
        _version = version;
        View = view;
        if (world.IsTraced)
            world.Trace($"{Id} sees silos {string.Join(' ', view.Silos)}, dead {string.Join(' ', view.Dead)}");
        if (IsDeclaredDead && view.Dead.Contains(Id))
            Kill();
        else
            OnView();
    }

    public virtual void Kill()
    {
        IsAlive = false;
        world.Trace($"{Id} ends");
    }

    protected abstract void OnView();
}
