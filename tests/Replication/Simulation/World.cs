using System.Collections.Frozen;
using MGen.Wire;

namespace MGen.Replication.Tests.Simulation;

/// <summary>An invariant or a promise does not hold in a schedule.</summary>
internal sealed class Violation(string message) : Exception(message);

/// <summary>Virtual time, the network, the members and their views.</summary>
internal sealed class World(Schedule schedule, Hole hole, TextWriter? trace)
{
    /// <summary>
    /// An event's key is its time in microseconds, shifted by this many bits, plus its sequence number: events of one
    /// time keep their order.
    /// </summary>
    private const int SequenceBits = 24;

    private readonly PriorityQueue<(SimNode? Node, Action Action), long> _events = new();
    private readonly Dictionary<(NodeId, NodeId), int> _cuts = [];
    private readonly List<MembershipView> _views = [];
    private long _sequence;

    public static readonly NodeId TableNode = new("table");

    public Schedule Schedule => schedule;

    /// <summary>Whether <see cref="Trace"/> writes.</summary>
    public bool IsTraced => trace is not null;

    public Hole Hole => hole;

    public SplitMix Random { get; } = new(schedule.Seed ^ 0x5DEECE66D);

    /// <summary>Microseconds since the start.</summary>
    public long Now { get; private set; }

    public TimeSpan Time => TimeSpan.FromMicroseconds(Now);

    public long Steps { get; private set; }

    public bool IsFaulty { get; set; } = true;

    /// <summary>Whether a fault exceeds what the protocol promises.</summary>
    public bool IsBeyondPromise { get; set; }

    /// <summary>
    /// Whether a loss of state is a violation. An emptied table alone must not cause one; together with another fault
    /// it may.
    /// </summary>
    public bool IsStrict => !IsBeyondPromise && (!Table.WasEmptied || schedule.IsEmptiedOnly);

    public List<SimSilo> Silos { get; } = [];

    public List<SimGateway> Gateways { get; } = [];

    public List<SimClient> Clients { get; } = [];

    public IEnumerable<SimNode> Nodes => Silos.Cast<SimNode>().Concat(Gateways);

    public Ledger Ledger { get; } = new();

    public SimTable Table { get; private set; } = null!;

    public void Begin() => Table = new SimTable(this);

    /// <summary>
    /// Writes an event, with the time in seconds, for a person who examines one schedule.
    /// </summary>
    public void Trace(FormattableString what) =>
        trace?.WriteLine(
            FormattableString.Invariant($"{Time.TotalSeconds, 10:F6} {FormattableString.Invariant(what)}")
        );

    public void After(long delay, Action action) => After(delay, null, action);

    /// <summary>
    /// Schedules an action of a node. It is executed only if the node lives at that time, and later if the node is
    /// paused.
    /// </summary>
    public void After(long delay, SimNode? node, Action action) =>
        _events.Enqueue((node, action), ((Now + delay) << SequenceBits) | _sequence++);

    public void RunUntil(long time)
    {
        long last = (time + 1) << SequenceBits;
        while (_events.TryPeek(out (SimNode? Node, Action Action) next, out long key) && key < last)
        {
            _events.Dequeue();
            Now = key >> SequenceBits;
            Steps++;
            if (next.Node is null)
                next.Action();
            else
                next.Node.Run(next.Action);
        }
        Now = time;
    }

    /// <summary>Cuts a direction, until it has been healed as often as it was cut.</summary>
    public void Cut(NodeId from, NodeId to) => _cuts[(from, to)] = _cuts.GetValueOrDefault((from, to)) + 1;

    public void Heal(NodeId from, NodeId to) =>
        _cuts[(from, to)] = Math.Max(0, _cuts.GetValueOrDefault((from, to)) - 1);

    public void HealAll() => _cuts.Clear();

    public bool IsCut(NodeId from, NodeId to) => _cuts.Count > 0 && _cuts.GetValueOrDefault((from, to)) > 0;

    public long Delay() =>
        IsFaulty && Random.Chance(schedule.SlowPerThousand)
            ? Random.Between(10_000, 3_000_000)
            : Random.Between(100, 3_000);

    /// <summary>Sends a message, which may be lost, duplicated, delayed and overtaken.</summary>
    public void Send(NodeId from, SimNode to, Action receive)
    {
        if (IsCut(from, to.Id) || (IsFaulty && Random.Chance(schedule.DropPerThousand)))
            return;
        After(Delay(), to, receive);
        if (IsFaulty && Random.Chance(schedule.RepeatPerThousand))
            After(Delay(), to, receive);
    }

    public SimSilo? FindSilo(NodeId id)
    {
        foreach (SimSilo silo in Silos)
        {
            if (silo.Id == id)
                return silo;
        }
        return null;
    }

    public SimGateway? FindGateway(NodeId id)
    {
        foreach (SimGateway gateway in Gateways)
        {
            if (gateway.Id == id)
                return gateway;
        }
        return null;
    }

    /// <summary>Changes the true membership; each member learns of it later.</summary>
    public void ChangeMembers()
    {
        FrozenSet<NodeId> dead = Nodes
            .Where(node => node.IsDeclaredDead || (hole == Hole.LeavingIsDead && node.IsLeaving))
            .Select(node => node.Id)
            .ToFrozenSet();
        MembershipView view = new(
            [.. Silos.Where(silo => !silo.IsDeclaredDead && !silo.IsLeaving).Select(silo => silo.Id)],
            dead
        );
        _views.Add(view);
        int version = _views.Count - 1;
        foreach (SimNode node in Nodes)
        {
            if (node.IsAlive)
                After(
                    Math.Max(node.UninformedUntil - Now, Random.Between(0, IsFaulty ? 2_000_000 : 100_000)),
                    node,
                    () => node.Learn(version, view)
                );
        }
    }

    public void Declare(SimNode node, long delay)
    {
        After(
            delay,
            () =>
            {
                if (node.IsDeclaredDead)
                    return;
                if (node.IsAlive && node is SimSilo silo && !MayLose(silo))
                    return;
                node.IsDeclaredDead = true;
                ChangeMembers();
            }
        );
    }

    /// <summary>
    /// Whether the schedule may lose a silo: every partition keeps a replica and a silo remains, or the schedule may
    /// exceed the promise. In the second case nothing is promised from then on.
    /// </summary>
    public bool MayLose(SimSilo silo)
    {
        bool keeps =
            Table.Rows.All(row =>
                row is not null
                && (
                    !row.IsInSync(silo.Id)
                    || row.InSync.Any(id => id != silo.Id && FindSilo(id) is { IsAlive: true, IsDeclaredDead: false })
                )
            ) && Silos.Any(other => other != silo && other.IsAlive && !other.IsDeclaredDead && !other.WillLeave);
        if (keeps)
            return true;
        if (schedule.IsWithinPromise)
            return false;
        return IsBeyondPromise = true;
    }
}
