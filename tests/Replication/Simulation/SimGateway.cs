using MGen.Groups;
using MGen.Groups.Codecs;

namespace MGen.Replication.Tests.Simulation;

/// <summary>A gateway: the product's sessions, and simulated connections.</summary>
internal sealed class SimGateway : SimNode
{
    private readonly Route[] _routes;
    private readonly Dictionary<long, SimConnection> _connections = [];
    private readonly List<SimConnection> _all = [];
    private long _calls;

    public SimGateway(World world, string name)
        : base(world, name)
    {
        Guid = world.Random.NextGuid();
        _routes =
        [
            .. Enumerable
                .Range(0, world.Schedule.Partitions)
                .Select(partition => new Route(
                    new GatewaySession(partition, Guid, Id, number => _all[(int)number - 1], Lost)
                )),
        ];
    }

    public Guid Guid { get; }

    public bool IsIdle => Array.TrueForAll(_routes, route => route.Post is null && route.Pending.Count == 0);

    public SimConnection Accept(SimClient client)
    {
        SimConnection connection = new(this, client, _all.Count + 1);
        _connections.Add(connection.Number, connection);
        _all.Add(connection);
        return connection;
    }

    public void Post(int partition, GroupEntry entry)
    {
        _routes[partition].Pending.Add(entry);
        Pump(_routes[partition], partition);
    }

    public void Remove(SimConnection connection) => _connections.Remove(connection.Number);

    /// <summary>Accepts no more clients, ends the connections, and ends when the silos have everything.</summary>
    public void Leave()
    {
        IsLeaving = true;
        foreach (SimConnection connection in _connections.Values.ToArray())
            connection.End();
        ExitOnceIdle();
    }

    /// <summary>
    /// Ends the connections that a loss affects: those that are open, and those whose end the silos do not know yet.
    /// </summary>
    public override void Kill()
    {
        base.Kill();
        IEnumerable<GroupEntry> unknown = _routes
            .SelectMany(route => route.Post is null ? route.Pending : [.. route.Entries, .. route.Pending])
            .Where(entry => entry.Kind == EntryKind.Leave);
        foreach (
            SimConnection connection in unknown
                .Select(entry => _all[(int)entry.Connection - 1])
                .Concat(_connections.Values)
                .ToArray()
        )
            connection.EndByDeath();
    }

    public void Answer(int partition, long call, PostResponse answer)
    {
        Route route = _routes[partition];
        if (route.Call != call)
            return;
        route.Call = 0;
        if (answer.Primary.IsSet)
            route.Target = World.FindSilo(answer.Primary);
        PostOutcome outcome = route.Session.TakeResponse(route.Post!, answer);
        if (outcome == PostOutcome.Retransmit)
        {
            Retry(route, partition, World.Random.Between(20_000, 150_000));
            return;
        }
        if (outcome == PostOutcome.Done && answer.Status == PostStatus.Accepted)
            World.Ledger.Accepted(route.Entries, answer.Incarnation, partition);
        route.Post = null;
        Pump(route, partition);
    }

    public long Take(DeliveryBatch batch)
    {
        _routes[batch.Partition].Incarnation = batch.Incarnation;
        return _routes[batch.Partition].Session.Receive(batch);
    }

    /// <summary>The incarnation of the delivery that is being processed.</summary>
    public long GetIncarnation(int partition) => _routes[partition].Incarnation;

    protected override void OnView()
    {
        for (int partition = 0; partition < _routes.Length; partition++)
        {
            _routes[partition].WantsEmptyPost |= _routes[partition].Session.IsOpen;
            Pump(_routes[partition], partition);
        }
    }

    private void ExitOnceIdle()
    {
        if (!IsIdle)
        {
            After(World.Random.Between(50_000, 150_000), ExitOnceIdle);
            return;
        }
        Kill();
        World.Declare(this, 0);
    }

    private void Lost(int partition)
    {
        if (World.IsStrict)
            throw new Violation($"{Id}: partition {partition} lost its state or session");
        // Leaves go to the new session, also those of connections that ended before: the partition must learn of the
        // new session, since it may have accepted a post of the old one. Other entries would be ignored there.
        _routes[partition].Pending.RemoveAll(entry => entry.Kind != EntryKind.Leave);
        foreach (
            SimConnection connection in _connections
                .Values.Where(connection => connection.Client.Partition == partition)
                .ToArray()
        )
            connection.End();
    }

    private void Pump(Route route, int partition)
    {
        if (route.Post is not null || (route.Pending.Count == 0 && !route.WantsEmptyPost))
            return;
        if (World.Schedule.SendsGarbage && World.Random.OneIn(10))
        {
            route.Entries = [];
            route.Post = route.Session.CreatePost([(byte)World.Random.Below(200), 99, 1]);
        }
        else
        {
            route.WantsEmptyPost = false;
            route.Entries = [.. route.Pending];
            route.Pending.Clear();
            route.Post = route.Session.CreatePost(EntryCodec.Encode(route.Entries));
        }
        route.Since = World.Now;
        Send(route, partition);
    }

    private void Retry(Route route, int partition, long delay)
    {
        if (World.Schedule.IsCutsOnly && World.Now - route.Since > 15_000_000)
        {
            throw new Violation(
                $"{Id}: partition {partition} has not responded for 15 s although only links between silos are cut"
            );
        }

        After(
            delay,
            () =>
            {
                if (route.Post is not null && route.Call == 0)
                    Send(route, partition);
            }
        );
    }

    private void Send(Route route, int partition)
    {
        long call = route.Call = ++_calls;
        SimSilo? target = route.Target;
        route.Target = null;
        if (target is null && View.Silos.Length > 0)
            target = World.FindSilo(View.Silos[World.Random.Below(View.Silos.Length)]);
        if (target is not null)
        {
            PartitionInput post = route.Post!;
            long epoch = route.Session.Epoch;
            World.Send(Id, target, () => target.Post(this, call, partition, post, epoch));
        }
        After(
            1_200_000,
            () =>
            {
                if (route.Call != call)
                    return;
                route.Call = 0;
                Retry(route, partition, World.Random.Between(20_000, 150_000));
            }
        );
    }

    private sealed class Route(GatewaySession session)
    {
        public GatewaySession Session => session;

        public List<GroupEntry> Pending { get; } = [];

        public GroupEntry[] Entries { get; set; } = [];

        public PartitionInput? Post { get; set; }

        public bool WantsEmptyPost { get; set; }

        public long Call { get; set; }

        public long Since { get; set; }

        public long Incarnation { get; set; }

        public SimSilo? Target { get; set; }
    }
}
