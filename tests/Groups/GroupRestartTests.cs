using MGen.Wire;

namespace MGen.Groups.Tests;

/// <summary>A session that is older than the group's state: the group was restarted, and the client resumes.</summary>
public sealed class GroupRestartTests
{
    private static readonly Identifier Group = Identifier.Create("g");
    private static readonly Identifier Alice = Identifier.Create("alice");
    private static readonly Identifier Bob = Identifier.Create("bob");
    private static readonly Guid Session = new("00000000-0000-0000-0000-000000000001");

    private readonly Group _rules = new(Group, new GroupLimits(), new NothingIsLost());

    [Fact]
    public void Join_CutBeforeTheResponseArrives_RetransmitsTheSameFrames()
    {
        Join(1, Alice, Guid.Empty, received: 0);
        TestPort first = Join(2, Bob, Session, received: 100);
        Send(1, Alice, id: 7);
        Leave(2, delivered: 1);

        TestPort second = Join(3, Bob, Session, received: 100);

        Assert.Equal(Resumption.UnknownSession, first.Outcome!.Value.Received);
        Assert.Equal(7u, Assert.Single(second.Given).Id);
    }

    [Fact]
    public void Join_FramesArrivedAfterTheRestart_ContinuesAfterThem()
    {
        Join(1, Alice, Guid.Empty, received: 0);
        Join(2, Bob, Session, received: 100);
        Send(1, Alice, id: 7);
        Send(1, Alice, id: 8);
        Leave(2, delivered: 2);

        TestPort second = Join(3, Bob, Session, received: 101);

        Assert.Equal(8u, Assert.Single(second.Given).Id);
    }

    [Fact]
    public void Join_ClaimShrinks_LosesNothingThatIsKept()
    {
        Join(1, Alice, Guid.Empty, received: 0);
        Join(2, Bob, Session, received: ulong.MaxValue);
        Send(1, Alice, id: 7);
        Leave(2, delivered: 1);

        TestPort second = Join(3, Bob, Session, received: 0);

        Assert.Equal(7u, Assert.Single(second.Given).Id);
    }

    private TestPort Join(long connection, Identifier user, Guid session, ulong received)
    {
        TestPort port = new();
        Apply(
            connection,
            new GroupEntry(
                EntryKind.Join,
                connection,
                Join: new JoinRequest(user, session, received, MayRegister: true)
            ),
            port
        );
        return port;
    }

    private void Send(long connection, Identifier sender, uint id) =>
        Apply(connection, new GroupEntry(EntryKind.Frame, connection, Frame.Message(sender, Group, id, 160)));

    private void Leave(long connection, long delivered) =>
        Apply(connection, new GroupEntry(EntryKind.Leave, connection, Delivered: delivered));

    private void Apply(long connection, GroupEntry entry, IMemberPort? port = null) =>
        _rules.Apply(new ConnectionKey(Guid.Empty, connection), entry, port);

    private sealed class NothingIsLost : IGroupEvents
    {
        public void Dropped(Identifier group, Identifier member, DropReason reason, long count) =>
            Assert.Fail($"{count} dropped for {member}: {reason}");

        public void UnknownRecipient(Identifier group, Identifier sender, Frame receipt) =>
            Assert.Fail("no receipt was sent");
    }
}
