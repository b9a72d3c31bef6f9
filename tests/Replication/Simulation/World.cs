using System.Collections.Frozen;
using MGen.Wire;

namespace MGen.Replication.Tests.Simulation;

/// <summary>Found to be wrong in a schedule.</summary>
internal sealed class Violation(string message) : Exception(message);

/// <summary>Virtual time, the network, the members and their views.</summary>
internal sealed class World(Schedule schedule, Hole hole)
{
    private readonly PriorityQueue<Action, (long, long)> _events = new();
    private readonly HashSet<(NodeId, NodeId)> _cuts = [];
    private readonly List<MembershipView> _views = [];
    private long _sequence;

    public static readonly NodeId TableNode = new("table");

    public Schedule Schedule => schedule;

    public Hole Hole => hole;

    public SplitMix Random { get; } = new(schedule.Seed ^ 0x5DEECE66D);

    public long Now { get; private set; }

    public TimeSpan Time => TimeSpan.FromMicroseconds(Now);

    public long Steps { get; private set; }

    public bool IsFaulty { get; set; } = true;

    /// <summary>Whether something happened for which the protocol promises nothing.</summary>
    public bool IsBeyondPromise { get; set; }

    public List<SimSilo> Silos { get; } = [];

    public List<SimGateway> Gateways { get; } = [];

    public List<SimClient> Clients { get; } = [];

    public IEnumerable<SimNode> Nodes => Silos.Cast<SimNode>().Concat(Gateways);

    public Ledger Ledger { get; } = new();

    public SimTable Table { get; private set; } = null!;

    public void Begin() => Table = new SimTable(this);

    public void After(long delay, Action action) => _events.Enqueue(action, (Now + delay, _sequence++));

    public void RunUntil(long time)
    {
        while (_events.TryPeek(out _, out (long At, long) key) && key.At <= time)
        {
            Action action = _events.Dequeue();
            Now = key.At;
            Steps++;
            action();
        }
        Now = time;
    }

    public void Cut(NodeId from, NodeId to) => _cuts.Add((from, to));

    public void Heal(NodeId from, NodeId to) => _cuts.Remove((from, to));

    public void HealAll() => _cuts.Clear();

    public bool IsCut(NodeId from, NodeId to) => _cuts.Contains((from, to));

    public long Delay() => IsFaulty && Random.Chance(schedule.SlowPerThousand) ? Random.Between(10_000, 3_000_000) : Random.Between(100, 3_000);

    /// <summary>A message: it may be lost, repeated, late, and overtaken.</summary>
    public void Send(NodeId from, SimNode to, Action receive)
    {
        if (IsCut(from, to.Id) || (IsFaulty && Random.Chance(schedule.DropPerThousand)))
            return;
        to.After(Delay(), receive);
        if (IsFaulty && Random.Chance(schedule.RepeatPerThousand))
            to.After(Delay(), receive);
    }

    /// <summary>The true membership has changed; each member learns of it later.</summary>
    public void ChangeMembers()
    {
        FrozenSet<NodeId> dead = Nodes.Where(node => node.IsDeclaredDead || (hole == Hole.LeavingIsDead && node.IsLeaving)).Select(node => node.Id).ToFrozenSet();
        _views.Add(new MembershipView([.. Silos.Where(silo => !silo.IsDeclaredDead && !silo.IsLeaving).Select(silo => silo.Id)], dead));
        int version = _views.Count - 1;
        foreach (SimNode node in Nodes.Where(node => node.IsAlive))
            node.After(Random.Between(0, IsFaulty ? 2_000_000 : 100_000), () => node.Learn(version, _views[version]));
    }

    public void Declare(SimNode node, long delay)
    {
        After(delay, () =>
        {
            if (node.IsDeclaredDead)
                return;
            if (node.IsAlive && node is SimSilo silo && !MayLose(silo))
                return;
            node.IsDeclaredDead = true;
            ChangeMembers();
        });
    }

    /// <summary>Whether every partition keeps a copy if a silo is lost; if not, and the schedule goes beyond the promise, nothing is promised any more.</summary>
    public bool MayLose(SimSilo silo)
    {
        bool keeps = Table.Rows.All(row => row is not null && (!row.IsInSync(silo.Id) || row.InSync.Any(id => id != silo.Id && Silos.Any(other => other.Id == id && other.IsAlive && !other.IsDeclaredDead))))
            && Silos.Any(other => other != silo && other.IsAlive && !other.IsDeclaredDead && !other.WillLeave);
        if (keeps)
            return true;
        if (schedule.IsWithinPromise)
            return false;
        return IsBeyondPromise = true;
    }
}

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

    /// <summary>Whether it was told to leave; if it stands still, it does so later.</summary>
    public bool WillLeave { get; set; }


    public MembershipView View { get; private set; } = MembershipView.Empty;

    public void After(long delay, Action action) => world.After(delay, () => Run(action));

    /// <summary>Nothing happens here for a while; what comes meanwhile is kept in order.</summary>
    public void Pause(long duration)
    {
        _pausedUntil = Math.Max(_pausedUntil, world.Now + duration);
        world.After(duration, () =>
        {
            if (_pausedUntil <= world.Now)
                Resume();
        });
    }

    public void Resume()
    {
        _pausedUntil = 0;
        while (_held.TryDequeue(out Action? action))
            Run(action);
    }

    public void Learn(int version, MembershipView view)
    {
        if (version <= _version)
            return;
        _version = version;
        View = view;
        if (view.Dead.Contains(Id) && IsDeclaredDead)
            Kill();
        else
            OnView();
    }

    public virtual void Kill() => IsAlive = false;

    protected abstract void OnView();

    private void Run(Action action)
    {
        if (!IsAlive)
            return;
        if (_pausedUntil > 0)
            _held.Enqueue(action);
        else
            action();
    }
}

/// <summary>The table of rows: compare-and-set, sometimes away, sometimes emptied; calls and answers get lost.</summary>
internal sealed class SimTable(World world)
{
    public PartitionConfig?[] Rows { get; } = new PartitionConfig?[world.Schedule.Partitions];

    /// <summary>Of each partition's last row.</summary>
    public long[] Incarnations { get; } = new long[world.Schedule.Partitions];

    public bool IsAway { get; set; }

    public bool WasEmptied { get; set; }

    public void Empty()
    {
        Array.Clear(Rows);
        WasEmptied = true;
    }

    public void Read(SimSilo silo, int partition, Action<PartitionConfig?> take) => Call(silo, () => Rows[partition], take, () => { });

    public void Change(SimSilo silo, int partition, ConfigChange change, Action<PartitionConfig?> take, Action fail) => Call(silo, () => Apply(partition, change), take, fail);

    private PartitionConfig? Apply(int partition, ConfigChange change)
    {
        PartitionConfig? row = Rows[partition];
        if ((row?.Epoch ?? 0) != change.ExpectedEpoch && world.Hole != Hole.LastWriterWins)
            return row;
        if (change.Next.Incarnation == change.Next.Epoch && row is not null && !world.IsBeyondPromise && !WasEmptied)
            throw new Violation($"partition {partition}: the state is lost: {row} becomes {change.Next}");
        Incarnations[partition] = change.Next.Incarnation;
        return Rows[partition] = change.Next;
    }

    private void Call<T>(SimSilo silo, Func<T> call, Action<T> take, Action fail)
    {
        long timeout = world.Random.Between(300_000, 1_000_000);
        if (IsLost(silo.Id, World.TableNode))
        {
            silo.After(timeout, fail);
            return;
        }
        world.After(world.Delay(), () =>
        {
            if (IsAway)
            {
                silo.After(timeout, fail);
                return;
            }
            T result = call();
            if (IsLost(World.TableNode, silo.Id))
                silo.After(timeout, fail);
            else
                silo.After(world.Delay(), () => take(result));
        });
    }

    private bool IsLost(NodeId from, NodeId to) => world.IsCut(from, to) || (world.IsFaulty && world.Random.Chance(world.Schedule.DropPerThousand));
}
