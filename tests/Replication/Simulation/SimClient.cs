using MGen.Groups;
using MGen.Wire;

namespace MGen.Replication.Tests.Simulation;

/// <summary>A client, which may be able to resume its session.</summary>
internal sealed class SimClient
{
    private readonly World _world;
    private readonly bool _resumes;
    private readonly Guid _session;
    private readonly List<Frame> _frames = [];
    private readonly Dictionary<(int Sender, bool IsReceipt), uint> _last = [];
    private readonly Dictionary<FrameKey, SimConnection> _received = [];
    private SimConnection? _connection;
    private bool _isJoined;
    private uint _written;
    private int _next;
    private int _base;
    private ulong _count;
    private long _incarnation;

    public SimClient(World world, int number, int partition)
    {
        _world = world;
        Number = number;
        Name = Identifier.Create("u" + number);
        Group = Identifier.Create("g" + partition);
        Partition = partition;
        _resumes = world.Random.OneIn(2);
        _session = _resumes ? world.Random.NextGuid() : Guid.Empty;
        IsSlow = world.Random.OneIn(4);
        Window = 3 + world.Random.Below(6);
        world.After(world.Random.Between(0, world.Schedule.HasRegistrationPhase ? 3_000_000 : 500_000), Connect);
        world.After(world.Random.Between(0, 1_000_000), Write);
    }

    public int Number { get; }

    public Identifier Name { get; }

    public Identifier Group { get; }

    public int Partition { get; }

    public int Window { get; }

    public bool IsSlow { get; }

    public bool IsRejected { get; private set; }

    /// <summary>The incarnation in which it is a member, and since when.</summary>
    public (long Incarnation, long At)? Registered { get; private set; }

    public bool IsDone => IsRejected || (_isJoined && _written >= _world.Schedule.Messages && _next == _frames.Count);

    /// <summary>Whether it still expects a frame.</summary>
    public bool MustHave(FrameKey key) =>
        (key.Recipient < 0 ? key.Sender != Number : key.Recipient == Number) && !_received.ContainsKey(key);

    public void Break() => _connection?.End();

    public void Joined(SimConnection connection, JoinOutcome outcome, long incarnation)
    {
        if (connection != _connection)
            return;
        _isJoined = true;
        bool isLost = _incarnation != 0 && _incarnation != incarnation;
        _incarnation = incarnation;
        if (Registered?.Incarnation != incarnation)
            Registered = (incarnation, _world.Now);
        if (_resumes && isLost)
            _base = _next;
        else if (_resumes && outcome.Received != Resumption.UnknownSession)
            _next = Resume(outcome.Received);
        else if (_resumes && _next > _base && _world.IsStrict)
            throw new Violation($"{Name}: the group has forgotten the session");
        Send();
    }

    public void Refused(EndReason reason)
    {
        if (reason != EndReason.LateRegistration)
            return;
        if (Registered is not null && _world.IsStrict)
            throw new Violation($"{Name} is a member, but is refused as a late registration");
        IsRejected = true;
    }

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
        FrameKey key = FrameKey.Create(frame);
        if (key.Sender == Number || (frame.IsReceipt && key.Recipient != Number))
            throw new Violation($"{Name} received {key}, which is not for it");
        if (_received.TryGetValue(key, out SimConnection? first))
        {
            if (_resumes || !first.IsDead || first == connection)
                throw new Violation($"{Name} received {key} twice");
            return;
        }
        _received.Add(key, connection);
        if (_last.TryGetValue((key.Sender, frame.IsReceipt), out uint last) && frame.Id < last)
            throw new Violation($"{Name} received {key} after {last}");
        _last[(key.Sender, frame.IsReceipt)] = frame.Id;
        if (!frame.IsReceipt && _world.Schedule.HasReceipts)
        {
            _frames.Add(Frame.Receipt(Name, Identifier.Create("u" + key.Sender), frame.Id));
            Send();
        }
    }

    private int Resume(ulong received)
    {
        int next = _base + (int)received;
        if (next > _next && _world.IsStrict)
            throw new Violation($"{Name}: the group has {received} frames of a session that sent {_next - _base}");
        return Math.Min(next, _next);
    }

    private void Connect()
    {
        SimGateway[] gateways =
        [
            .. _world.Gateways.Where(gateway => gateway.IsAlive && !gateway.IsDeclaredDead && !gateway.IsLeaving),
        ];
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
        connection.Gateway.After(
            1,
            () =>
            {
                if (connection.IsOpen)
                    connection.Gateway.Post(
                        Partition,
                        new GroupEntry(EntryKind.Join, connection.Number, Join: request)
                    );
            }
        );
    }

    private void Write()
    {
        if (_written >= _world.Schedule.Messages || IsRejected)
            return;
        _frames.Add(Frame.Message(Name, Group, _written++, 160));
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
            _world.Ledger.Sent(frame, _world.Now);
            connection.Gateway.After(
                0,
                () =>
                {
                    if (connection.IsOpen)
                        connection.Gateway.Post(Partition, new GroupEntry(EntryKind.Frame, connection.Number, frame));
                }
            );
        }
    }
}
