using MGen.Groups;
using MGen.Wire;

namespace MGen.Replication.Tests;

public sealed class DeliveryCodecTests
{
    private static readonly PartitionConfig Row = new(7, new NodeId("a"), [new NodeId("a")], 5);
    private static readonly Frame First = Frame.Message(Identifier.Create("s"), Identifier.Create("g"), 1, 160),
        Second = Frame.Message(Identifier.Create("s"), Identifier.Create("g"), 2, 160);

    private readonly GatewayStream _stream = new(Guid.Empty, new NodeId("w"), session: 3);
    private readonly Dictionary<long, Port> _ports = new()
    {
        [10] = new Port(),
        [20] = new Port(),
        [15] = new Port(),
    };

    [Fact]
    public void Encode_EveryKind_ReachesItsConnectionInOrder()
    {
        Add(
            new Outgoing(OutgoingKind.Joined, 10, Number: 42, IsNewMember: true),
            new Outgoing(OutgoingKind.Frame, 20, First),
            new Outgoing(OutgoingKind.Frame, 10, First),
            new Outgoing(OutgoingKind.Frame, 10, Second),
            new Outgoing(OutgoingKind.Replaced, 10),
            new Outgoing(OutgoingKind.Refused, 15, Number: (ulong)EndReason.LateRegistration)
        );

        DeliveryBatch batch = DeliveryCodec.Encode(3, Row, _stream, 0, maxItems: 100);
        DeliveryCodec.Deliver(batch, 0, _ports.GetValueOrDefault);

        Assert.Equal(
            (3, 7L, 5L, 3L, 0L, 6),
            (batch.Partition, batch.Epoch, batch.Incarnation, batch.Session, batch.First, batch.Count)
        );
        Assert.Equal(["joined True 42", "frame 1", "frame 2", "replaced"], _ports[10].Given);
        Assert.Equal(["frame 1"], _ports[20].Given);
        Assert.Equal(["refused LateRegistration"], _ports[15].Given);
    }

    [Fact]
    public void Encode_FrameForManyConnections_ContainsItsHeaderOnce()
    {
        Add([.. Enumerable.Range(0, 100).Select(connection => new Outgoing(OutgoingKind.Frame, connection, First))]);

        Assert.InRange(
            DeliveryCodec.Encode(0, Row, _stream, 0, maxItems: 100).Items.Length,
            100,
            100 + (2 * First.Header.Length)
        );
    }

    [Fact]
    public void Encode_MoreThanTheLimit_TakesTheFirstItems()
    {
        Add(
            new Outgoing(OutgoingKind.Frame, 10, First),
            new Outgoing(OutgoingKind.Frame, 20, First),
            new Outgoing(OutgoingKind.Frame, 15, First)
        );

        Assert.Equal(2, DeliveryCodec.Encode(0, Row, _stream, 0, maxItems: 2).Count);
        _stream.Released = 1;
        Assert.Equal(1, DeliveryCodec.Encode(0, Row, _stream, 0, maxItems: 2).Count);
    }

    [Fact]
    public void Deliver_FirstItemsWereDelivered_SkipsThem()
    {
        Add(
            new Outgoing(OutgoingKind.Frame, 10, First),
            new Outgoing(OutgoingKind.Joined, 10),
            new Outgoing(OutgoingKind.Frame, 10, Second)
        );

        DeliveryCodec.Deliver(
            DeliveryCodec.Encode(0, Row, _stream, 0, maxItems: 100),
            skip: 2,
            _ports.GetValueOrDefault
        );

        Assert.Equal(["frame 2"], _ports[10].Given);
    }

    [Fact]
    public void Deliver_ConnectionThatHasEnded_OthersReceiveTheirItems()
    {
        Add(
            new Outgoing(OutgoingKind.Joined, 99),
            new Outgoing(OutgoingKind.Frame, 99, First),
            new Outgoing(OutgoingKind.Frame, 10, First)
        );

        DeliveryCodec.Deliver(DeliveryCodec.Encode(0, Row, _stream, 0, maxItems: 100), 0, _ports.GetValueOrDefault);

        Assert.Equal(["frame 1"], _ports[10].Given);
    }

    [Fact]
    public void Deliver_UnknownKind_Throws() =>
        Assert.Throws<InvalidDataException>(() =>
            DeliveryCodec.Deliver(new DeliveryBatch(0, 1, 1, Guid.Empty, 1, 0, 1, [9, 0]), 0, _ports.GetValueOrDefault)
        );

    private void Add(params Outgoing[] items)
    {
        foreach (Outgoing item in items)
            _stream.Add(item);
        _stream.Released = _stream.Next;
    }

    private sealed class Port : IMemberPort
    {
        public List<string> Given { get; } = [];

        public void Joined(JoinOutcome outcome) => Given.Add($"joined {outcome.IsNewMember} {outcome.Received}");

        public void Refused(EndReason reason) => Given.Add($"refused {reason}");

        public void Replaced() => Given.Add("replaced");

        public bool TryDeliver(Frame frame)
        {
            Given.Add($"frame {frame.Id}");
            return true;
        }
    }
}
