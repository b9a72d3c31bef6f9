using MGen.Wire;

namespace MGen.Groups.Tests;

/// <summary>
/// A gateway that was cut off reports a connection that ended long ago; its client has resumed at another gateway.
/// </summary>
public sealed class StaleConnectionTests : IGroupEvents
{
    private static readonly Identifier Group = Identifier.Create("g"),
        Sender = Identifier.Create("sender"),
        Receiver = Identifier.Create("receiver");
    private static readonly Guid Session = new(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);

    [Fact]
    public void Apply_StaleJoinWithSmallWindow_DeliversNothingTwice()
    {
        Group group = new(Group, new GroupLimits(), this);
        Join(group, connection: 1, Sender, received: 0);
        Join(group, connection: 2, Receiver, received: 0);
        Send(group, 0, 1, 2, 3);

        Join(group, connection: 3, Receiver, received: 0, capacity: 2);
        group.Apply(Key(2), new GroupEntry(EntryKind.Leave, 2, Delivered: 4), null);
        group.Apply(Key(3), new GroupEntry(EntryKind.Leave, 3, Delivered: 0), null);
        TestPort port = Join(group, connection: 4, Receiver, received: 4);
        Send(group, 4);

        Assert.Equal([4u], port.Given.Select(frame => frame.Id));
    }

    void IGroupEvents.Dropped(Identifier group, Identifier member, DropReason reason, long count) =>
        Assert.Fail($"{member} lost {count}: {reason}");

    void IGroupEvents.UnknownRecipient(Identifier group, Identifier sender, Frame receipt) { }

    private static ConnectionKey Key(long connection) => new(Guid.Empty, connection);

    private static TestPort Join(
        Group group,
        long connection,
        Identifier user,
        ulong received,
        int capacity = int.MaxValue
    )
    {
        TestPort port = new(capacity);
        JoinRequest request = new(user, user == Receiver ? Session : Guid.Empty, received, MayRegister: true);
        group.Apply(Key(connection), new GroupEntry(EntryKind.Join, connection, Join: request), port);
        return port;
    }

    private static void Send(Group group, params uint[] ids)
    {
        foreach (uint id in ids)
            group.Apply(Key(1), new GroupEntry(EntryKind.Frame, 1, Frame.Message(Sender, Group, id, 160)), null);
    }
}
