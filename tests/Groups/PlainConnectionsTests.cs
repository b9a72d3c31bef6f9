using MGen.Wire;

namespace MGen.Groups.Tests;

/// <summary>Two connections of a client that cannot resume, which moves from the first to the second.</summary>
public sealed class PlainConnectionsTests : IGroupEvents
{
    private static readonly Identifier Group = Identifier.Create("g");
    private static readonly Identifier Alice = Identifier.Create("alice");
    private static readonly Identifier Bob = Identifier.Create("bob");
    private static readonly ConnectionKey AliceKey = new(new Guid(1, 0, 0, new byte[8]), 1);
    private static readonly ConnectionKey First = new(AliceKey.Gateway, 2);
    private static readonly ConnectionKey Second = new(AliceKey.Gateway, 3);
    private static readonly ConnectionKey Elsewhere = new(new Guid(2, 0, 0, new byte[8]), 3);

    private readonly Group _rules;
    private readonly TestPort _first;
    private long _dropped;

    public PlainConnectionsTests()
    {
        _rules = new Group(Group, new GroupLimits(), this);
        Join(AliceKey, Alice);
        _first = Join(First, Bob);
        Send(First, Bob, 0);
        Send(AliceKey, Alice, 0);
        Send(AliceKey, Alice, 1);
    }

    [Fact]
    public void Frame_OnAnotherConnection_IsServedThereAndTheFirstStaysOpen()
    {
        TestPort second = Join(Second, Bob);
        Send(Second, Bob, 1);
        Send(AliceKey, Alice, 2);

        Assert.Equal(2u, Assert.Single(second.Given).Id);
        Assert.False(_first.IsReplaced);
        Send(First, Bob, 2);
        Send(AliceKey, Alice, 3);
        Assert.Equal([0u, 1u, 3u], _first.Given.Select(frame => frame.Id));
    }

    [Fact]
    public void Leave_OfTheUnusedConnection_ReportsFramesThatHadNotArrived()
    {
        TestPort second = Join(Second, Bob);
        Send(Second, Bob, 1);
        Leave(First, delivered: 1);
        Send(AliceKey, Alice, 2);

        Assert.Equal(1, _dropped);
        Assert.Equal(2u, Assert.Single(second.Given).Id);
    }

    [Fact]
    public void Leave_OfTheServedConnection_HandsTheNextFramesThatHadNotArrived()
    {
        TestPort second = Join(Second, Bob);
        Leave(First, delivered: 1);

        Assert.Equal(0, _dropped);
        Assert.Equal(1u, Assert.Single(second.Given).Id);
    }

    [Fact]
    public void Join_AtAnotherGateway_ClosesTheFirstAndLosesNothing()
    {
        TestPort elsewhere = Join(Elsewhere, Bob);
        Send(Elsewhere, Bob, 1);
        Send(AliceKey, Alice, 2);
        Assert.True(_first.IsReplaced);
        Assert.Empty(elsewhere.Given);

        Leave(First, delivered: 1);

        Assert.Equal(0, _dropped);
        Assert.Equal([1u, 2u], elsewhere.Given.Select(frame => frame.Id));
    }

    void IGroupEvents.Dropped(Identifier group, Identifier member, DropReason reason, long count) => _dropped += count;

    void IGroupEvents.UnknownRecipient(Identifier group, Identifier sender, Frame receipt) =>
        Assert.Fail("no receipt was sent");

    private TestPort Join(ConnectionKey key, Identifier user)
    {
        TestPort port = new();
        _rules.Apply(
            key,
            new GroupEntry(EntryKind.Join, key.Number, Join: new JoinRequest(user, Guid.Empty, 0, MayRegister: true)),
            port
        );
        return port;
    }

    private void Send(ConnectionKey key, Identifier user, uint id) =>
        _rules.Apply(key, new GroupEntry(EntryKind.Frame, key.Number, Frame.Message(user, Group, id, 160)), null);

    private void Leave(ConnectionKey key, long delivered) =>
        _rules.Apply(key, new GroupEntry(EntryKind.Leave, key.Number, Delivered: delivered), null);
}
