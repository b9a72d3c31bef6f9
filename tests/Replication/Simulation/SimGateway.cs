using MGen.Groups;
using MGen.Groups.Codecs;

namespace MGen.Replication.Tests.Simulation;

/// <summary>A gateway: the product's sessions, and connections that behave as sockets do.</summary>
internal sealed class SimGateway : SimNode
{
    private readonly Way[] _ways;
    private readonly Dictionary<long, SimConnection> _connections = [];
    private readonly List<SimConnection> _all = [];
    private long _calls;

    public SimGateway(World world, string name)
        : base(world, name)
    {
        Guid = world.Random.NextGuid();
        _ways = [.. Enumerable.Range(0, world.Schedule.Partitions).Select(partition => new Way(new GatewaySession(partition, Guid, Id, number => _all[(int)number - 1], Lost)))];
    }

    public Guid Guid { get; }

    public bool IsIdle => Array.TrueForAll(_ways, way => way.Post is null && way.Pending.Count == 0);

    public SimConnection Accept(SimClient client)
    {
        SimConnection connection = new(this, client, _all.Count + 1);
        _connections.Add(connection.Number, connection);
        _all.Add(connection);
        return connection;
    }

    public void Post(int partition, GroupEntry entry)
    {
        _ways[partition].Pending.Add(entry);
        Pump(_ways[partition], partition);
    }

    public void Remove(SimConnection connection) => _connections.Remove(connection.Number);

    /// <summary>Accepts nobody more, ends the connections, and goes once the silos have everything.</summary>
    public void Leave()
    {
        IsLeaving = true;
        foreach (SimConnection connection in _connections.Values.ToArray())
            connection.End();
        ExitOnceIdle();
    }

    /// <summary>Of its connections those are concerned that are open, and those whose end the silos do not know of yet.</summary>
    public override void Kill()
    {
        base.Kill();
        IEnumerable<GroupEntry> unknown = _ways.SelectMany(way => way.Post is null ? way.Pending : [.. way.Entries, .. way.Pending]).Where(entry => entry.Kind == EntryKind.Leave);
        foreach (SimConnection connection in unknown.Select(entry => _all[(int)entry.Connection - 1]).Concat(_connections.Values).ToArray())
            connection.EndByDeath();
    }

    public void Answer(int partition, long call, PostAnswer answer)
    {
        Way way = _ways[partition];
        if (way.Call != call)
            return;
        way.Call = 0;
        if (answer.Primary.IsSet)
            way.Target = World.FindSilo(answer.Primary);
        PostOutcome outcome = way.Session.TakeAnswer(way.Post!, answer);
        if (outcome == PostOutcome.Retransmit)
        {
            Retry(way, partition, World.Random.Between(20_000, 150_000));
            return;
        }
        if (outcome == PostOutcome.Done && answer.Status == PostStatus.Accepted)
            World.Ledger.Accepted(way.Entries, answer.Incarnation, partition);
        way.Post = null;
        Pump(way, partition);
    }

    public long Take(DeliveryBatch batch)
    {
        _ways[batch.Partition].Incarnation = batch.Incarnation;
        return _ways[batch.Partition].Session.Take(batch);
    }

    /// <summary>Of the delivery that is being taken.</summary>
    public long GetIncarnation(int partition) => _ways[partition].Incarnation;

    protected override void OnView()
    {
        for (int partition = 0; partition < _ways.Length; partition++)
        {
            _ways[partition].WantsEmptyPost |= _ways[partition].Session.IsOpen;
            Pump(_ways[partition], partition);
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
        _ways[partition].Pending.Clear();
        foreach (SimConnection connection in _connections.Values.Where(connection => connection.Client.Partition == partition).ToArray())
            connection.End();
    }

    private void Pump(Way way, int partition)
    {
        if (way.Post is not null || (way.Pending.Count == 0 && !way.WantsEmptyPost))
            return;
        if (World.Schedule.SendsGarbage && World.Random.OneIn(10))
        {
            way.Entries = [];
            way.Post = way.Session.CreatePost([(byte)World.Random.Below(200), 99, 1]);
        }
        else
        {
            way.WantsEmptyPost = false;
            way.Entries = [.. way.Pending];
            way.Pending.Clear();
            way.Post = way.Session.CreatePost(EntryCodec.Encode(way.Entries));
        }
        way.Since = World.Now;
        Send(way, partition);
    }

    private void Retry(Way way, int partition, long delay)
    {
        if (World.Schedule.IsCutsOnly && World.Now - way.Since > 15_000_000)
            throw new Violation($"{Id}: partition {partition} has not answered for 15 s while nothing but links between silos are cut");
        After(delay, () =>
        {
            if (way.Post is not null && way.Call == 0)
                Send(way, partition);
        });
    }

    private void Send(Way way, int partition)
    {
        long call = way.Call = ++_calls;
        SimSilo? target = way.Target;
        way.Target = null;
        if (target is null && View.Silos.Length > 0)
            target = World.FindSilo(View.Silos[World.Random.Below(View.Silos.Length)]);
        if (target is not null)
        {
            PartitionInput post = way.Post!;
            World.Send(Id, target, () => target.Post(this, call, partition, post));
        }
        After(1_200_000, () =>
        {
            if (way.Call != call)
                return;
            way.Call = 0;
            Retry(way, partition, World.Random.Between(20_000, 150_000));
        });
    }

    private sealed class Way(GatewaySession session)
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
