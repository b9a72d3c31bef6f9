using MGen.Groups;
using MGen.Wire;

namespace MGen.Replication.Tests.Simulation;

/// <summary>A connection at a gateway: frames go to the client in order, later.</summary>
internal sealed class SimConnection(SimGateway gateway, SimClient client, long number) : IMemberPort
{
    private long _arrival;
    private long _taken;
    private long _flushed;
    private long _told;
    private long _received;

    public long Number => number;

    public SimClient Client => client;

    public SimGateway Gateway => gateway;

    public bool IsOpen { get; private set; } = true;

    /// <summary>Whether its gateway died: nobody told the group what had arrived.</summary>
    public bool IsDead { get; private set; }

    public void Joined(JoinOutcome outcome) => ToClient(() => client.Joined(this, outcome));

    public void Refused(EndReason reason)
    {
        client.Refused(reason);
        End();
    }

    public void Replaced() => End();

    public bool TryDeliver(Frame frame)
    {
        if (_taken - _told >= client.Window)
            throw new Violation($"{gateway.Id}: connection {number} got more than {client.Window} frames ahead");
        _taken++;
        ToClient(() =>
        {
            _flushed++;
            _received++;
            client.Receive(this, frame);
            if (IsOpen && _flushed - _told >= (client.Window + 1) / 2)
                gateway.Post(client.Partition, new GroupEntry(EntryKind.Ready, number, Delivered: _told = _flushed));
        });
        return true;
    }

    /// <summary>Either side ends it; what is under way is reset.</summary>
    public void End()
    {
        if (!IsOpen)
            return;
        IsOpen = false;
        gateway.Remove(this);
        gateway.Post(client.Partition, new GroupEntry(EntryKind.Leave, number, Delivered: _received));
        client.Disconnected(this);
    }

    public void EndByDeath()
    {
        IsOpen = false;
        IsDead = true;
        World().Ledger.Unknown(client.Name, _taken - _received);
        client.Disconnected(this);
    }

    private World World() => gateway.World;

    private void ToClient(Action action)
    {
        _arrival = Math.Max(_arrival + 1, World().Now + World().Random.Between(50, client.IsSlow ? 300_000 : 2_000));
        gateway.After(_arrival - World().Now, () =>
        {
            if (IsOpen)
                action();
        });
    }
}

/// <summary>A client: plain, or one that resumes its session.</summary>
internal sealed class SimClient
{
    private readonly World _world;
    private readonly bool _resumes;
    private readonly Guid _session;
    private readonly List<Frame> _frames = [];
    private readonly Dictionary<string, uint> _last = [];
    private readonly Dictionary<(string, uint), SimConnection> _received = [];
    private SimConnection? _connection;
    private bool _isJoined;
    private int _next;
    private int _base;
    private ulong _count;
    private long _incarnation;

    public SimClient(World world, string name, int partition)
    {
        _world = world;
        Name = Identifier.Create(name);
        Group = Identifier.Create("g" + partition);
        Partition = partition;
        _resumes = world.Random.OneIn(2);
        _session = _resumes ? world.Random.NextGuid() : Guid.Empty;
        IsSlow = world.Random.OneIn(4);
        Window = 3 + world.Random.Below(6);
        world.After(world.Random.Between(0, world.Schedule.HasRegistrationPhase ? 3_000_000 : 500_000), Connect);
        world.After(world.Random.Between(0, 1_000_000), Write);
    }

    public Identifier Name { get; }

    public Identifier Group { get; }

    public int Partition { get; }

    public int Window { get; }

    public bool IsSlow { get; private set; }

    public bool IsRejected { get; private set; }

    /// <summary>In which incarnation it is a member, and since when.</summary>
    public (long Incarnation, long At)? Registered { get; private set; }

    public bool IsDone => IsRejected || (_isJoined && _frames.Count >= _world.Schedule.Messages && _next == _frames.Count);

    public bool Has(string sender, uint id) => _received.ContainsKey((sender, id));

    public void Break() => _connection?.End();

    public void Joined(SimConnection connection, JoinOutcome outcome)
    {
        if (connection != _connection)
            return;
        long incarnation = _world.Table.Incarnations[Partition];
        _isJoined = true;
        bool isLost = _incarnation != 0 && _incarnation != incarnation;
        _incarnation = incarnation;
        if (Registered?.Incarnation != incarnation)
            Registered = (incarnation, _world.Now);
        if (_resumes && isLost)
            _base = _next;
        else if (_resumes && outcome.Received != Resumption.UnknownSession)
            _next = Resume(outcome.Received);
        else if (_resumes && _next > _base && !_world.IsBeyondPromise && !_world.Table.WasEmptied)
            throw new Violation($"{Name}: the session is not known any more");
        Send();
    }

    public void Refused(EndReason reason) => IsRejected |= reason == EndReason.LateRegistration;

    public void Disconnected(SimConnection connection)
    {
        if (connection != _connection)
            return;
        (_connection, _isJoined) = (null, false);
        if (!IsRejected)
            _world.After(_world.Random.Between(10_000, 800_000), Connect);
    }

    public void Receive(SimConnection connection, Frame frame)
    {
        _count++;
        string sender = System.Text.Encoding.UTF8.GetString(frame.Sender);
        if (_received.TryGetValue((sender, frame.Id), out SimConnection? first))
        {
            if (_resumes || !first.IsDead || first == connection)
                throw new Violation($"{Name} got {sender} {frame.Id} twice");
            return;
        }
        _received.Add((sender, frame.Id), connection);
        if (_last.TryGetValue(sender, out uint last) && frame.Id < last)
            throw new Violation($"{Name} got {sender} {frame.Id} behind {last}");
        _last[sender] = frame.Id;
    }

    private int Resume(ulong received)
    {
        int next = _base + (int)received;
        if (next > _next && !_world.IsBeyondPromise && !_world.Table.WasEmptied)
            throw new Violation($"{Name}: the group has {received} frames of a session that sent {_next - _base}");
        return Math.Min(next, _next);
    }

    private void Connect()
    {
        SimGateway[] gateways = [.. _world.Gateways.Where(gateway => gateway.IsAlive && !gateway.IsDeclaredDead)];
        if (_connection is not null)
            return;
        if (gateways.Length == 0)
        {
            _world.After(500_000, Connect);
            return;
        }
        _connection = gateways[_world.Random.Below(gateways.Length)].Accept(this);
        bool mayRegister = !_world.Schedule.HasRegistrationPhase || _world.Now < 2_000_000;
        JoinRequest request = new(Name, _session, _count, mayRegister) { Group = Group, Window = Window };
        SimConnection connection = _connection;
        connection.Gateway.After(1, () =>
        {
            if (connection.IsOpen)
                connection.Gateway.Post(Partition, new GroupEntry(EntryKind.Join, connection.Number, Join: request));
        });
    }

    private void Write()
    {
        if (_frames.Count >= _world.Schedule.Messages || IsRejected)
            return;
        _frames.Add(Frame.Message(Name, Group, (uint)_frames.Count, 160));
        Send();
        _world.After(_world.Random.Between(10_000, 1_200_000), Write);
    }

    private void Send()
    {
        if (!_isJoined || _connection is not { IsOpen: true } connection)
            return;
        for (; _next < _frames.Count; _next++)
        {
            Frame frame = _frames[_next];
            _world.Ledger.Sent(Name.Text, frame.Id, _world.Now);
            connection.Gateway.After(0, () =>
            {
                if (connection.IsOpen)
                    connection.Gateway.Post(Partition, new GroupEntry(EntryKind.Frame, connection.Number, frame));
            });
        }
    }
}
