using MGen.Groups.Codecs;
using MGen.Wire;

namespace MGen.Groups.Tests;

/// <summary>Alice writes to Bob, who uses the original's client and whose connections are reset.</summary>
internal sealed class OriginalLife : IGroupEvents
{
    private static readonly Identifier Group = Identifier.Create("g");
    private static readonly Identifier Alice = Identifier.Create("alice");
    private static readonly Identifier BobsName = Identifier.Create("bob");

    private Group _rules;
    private readonly List<OriginalModel.Connection> _connections = [];
    private readonly OriginalModel _bob;
    private readonly TestPort _alice = new();
    private uint _id;
    private uint _answer;

    public OriginalLife()
    {
        _rules = new Group(Group, new GroupLimits(), this);
        Apply(
            0,
            new GroupEntry(EntryKind.Join, 0, Join: new JoinRequest(Alice, Guid.Empty, 0, MayRegister: true)),
            _alice
        );
        _bob = new OriginalModel(Connect);
        _bob.Start();
    }

    public IReadOnlyList<OriginalModel.Connection> Connections => _connections;

    public OriginalModel Bob => _bob;

    /// <summary>Bob's messages that have arrived.</summary>
    public IEnumerable<Frame> Arrived => _alice.Given;

    public void Step(byte step)
    {
        switch (step % 8)
        {
            case 0:
                ResetAll();
                break;
            case 1 or 2:
                Reset(Alive[step / 8 % Alive.Length]);
                Settle();
                break;
            case 3 or 4 or 5:
                Write();
                break;
            case 6:
                TransferState();
                break;
            default:
                AssertServed();
                break;
        }
    }

    void IGroupEvents.Dropped(Identifier group, Identifier member, DropReason reason, long count) =>
        Assert.Fail($"{count} dropped: {reason}");

    void IGroupEvents.UnknownRecipient(Identifier group, Identifier sender, Frame receipt) =>
        Assert.Fail("no receipt was sent");

    private OriginalModel.Connection[] Alive => [.. _connections.Where(connection => !connection.HasLeft)];

    private OriginalModel.Connection Connect()
    {
        OriginalModel.Connection connection = new(_connections.Count + 1, new TestPort());
        _connections.Add(connection);
        Apply(
            connection.Number,
            new GroupEntry(
                EntryKind.Join,
                connection.Number,
                Join: new JoinRequest(BobsName, Guid.Empty, 0, MayRegister: true)
            ),
            connection.Port
        );
        Assert.NotNull(connection.Port.Outcome);
        return connection;
    }

    public void ResetAll()
    {
        foreach (OriginalModel.Connection connection in Alive)
            Reset(connection);
        Settle();
    }

    /// <summary>Resets all connections without the server noticing.</summary>
    public void BreakAll()
    {
        foreach (OriginalModel.Connection connection in _connections)
            connection.IsBroken = true;
        Settle();
    }

    /// <summary>
    /// Resets the connection that the client reads. The server sees the client's new connection first, and then the end
    /// of the old one.
    /// </summary>
    public void ResetReaderNoticedLate()
    {
        OriginalModel.Connection read = _bob.Reader!;
        read.IsBroken = true;
        Settle();
        Leave(read);
    }

    public void ResetReader()
    {
        Reset(_bob.Reader!);
        Settle();
    }

    /// <summary>Continues with another replica of the group, as after the loss of a silo.</summary>
    private void TransferState()
    {
        BlobWriter writer = new(256);
        GroupSnapshot.Write(writer, _rules, new FrameTable());
        BlobReader reader = new(writer.ToArray());
        _rules = new Group(Group, new GroupLimits(), this);
        GroupSnapshot.Read(
            ref reader,
            _rules,
            new FrameTable(),
            key => key.Number == 0 ? _alice : _connections[(int)key.Number - 1].Port
        );
        Assert.True(reader.IsAtEnd);
    }

    /// <summary>The client reacts, and closes connections of which it has dropped both halves.</summary>
    private void Settle()
    {
        _bob.Settle();
        foreach (
            OriginalModel.Connection connection in Alive.Where(connection =>
                !connection.IsBroken && !_bob.Holds(connection)
            )
        )
            Leave(connection);
    }

    private void Reset(OriginalModel.Connection connection)
    {
        connection.IsBroken = true;
        Leave(connection);
    }

    public void Write()
    {
        if (_bob.Write() is { } connection)
            Apply(
                connection.Number,
                new GroupEntry(EntryKind.Frame, connection.Number, Frame.Message(BobsName, Group, _answer++, 160))
            );
        Settle();
    }

    /// <summary>
    /// Checks that a message arrives where the client reads. If the client's kernel refuses it, the connection ends,
    /// and the message arrives on another one.
    /// </summary>
    public void AssertServed()
    {
        uint id = _id++;
        Apply(0, new GroupEntry(EntryKind.Frame, 0, Frame.Message(Alice, Group, id, 160)));
        while (
            Alive.FirstOrDefault(connection =>
                connection.IsBroken && connection.Port.Given.Any(frame => frame.Id == id)
            )
                is { } broken
        )
            Leave(broken);
        OriginalModel.Connection got = Assert.Single(
            Alive,
            connection => connection.Port.Given.Any(frame => frame.Id == id)
        );
        Assert.Same(_bob.Reader, got);
    }

    /// <summary>
    /// All frames have arrived except the last one of a connection that the client had stopped using.
    /// </summary>
    private void Leave(OriginalModel.Connection connection)
    {
        connection.HasLeft = true;
        bool isRefused =
            connection.IsBroken && connection.Port.Given.Any(frame => frame.Id == _id - 1) && _bob.Reader != connection;
        Apply(
            connection.Number,
            new GroupEntry(EntryKind.Leave, connection.Number, Delivered: connection.Port.Taken - (isRefused ? 1 : 0))
        );
    }

    private void Apply(long connection, GroupEntry entry, TestPort? port = null) =>
        _rules.Apply(new ConnectionKey(Guid.Empty, connection), entry, port);
}
