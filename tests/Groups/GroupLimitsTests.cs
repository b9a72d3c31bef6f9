using MGen.Wire;

namespace MGen.Groups.Tests;

/// <summary>What a group refuses or drops at its limits.</summary>
public sealed class GroupLimitsTests : IGroupEvents
{
    private static readonly Identifier Name = Identifier.Create("g");
    private static readonly Guid Gateway = Guid.NewGuid();

    private readonly Dictionary<(string Member, DropReason Reason), long> _drops = [];
    private readonly List<TestPort> _ports = [];

    [Fact]
    public void Join_GroupIsFull_IsRefusedAndMembersStay()
    {
        Group group = new(Name, new GroupLimits { MaxMembers = 2 }, this);
        Join(group, "a");
        Join(group, "b");

        TestPort late = Join(group, "c");

        Assert.Equal(EndReason.GroupFull, late.Refusal);
        Assert.Equal(2, group.MemberCount);
        Leave(group, 0);
        Assert.NotNull(Join(group, "a").Outcome);
    }

    [Fact]
    public void Deliver_MemberBytesReached_DropsItsOldest()
    {
        long each = QueuedBytes.SizeOf(Message("a", 0));
        Group group = new(Name, new GroupLimits { MaxMemberBytes = 3 * each }, this);
        Join(group, "a");
        Join(group, "b");
        Leave(group, 1);

        for (uint id = 0; id < 5; id++)
            Send(group, 0, "a", id);

        Assert.Equal(2, _drops[("b", DropReason.QueueFull)]);
        Assert.Equal([2u, 3u, 4u], Join(group, "b").Given.Select(frame => frame.Id));
    }

    [Fact]
    public void Deliver_GroupBytesReached_CutsOnlyTheLongestQueues()
    {
        long each = QueuedBytes.SizeOf(Message("a", 0));
        Group group = new(Name, new GroupLimits { MaxGroupBytes = 100 * each }, this);
        Join(group, "a");
        Join(group, "away");
        Leave(group, 1);
        for (uint id = 0; id < 50; id++)
            Send(group, 0, "a", id);
        Join(group, "later");
        Leave(group, 2);

        for (uint id = 50; id < 80; id++)
            Send(group, 0, "a", id);

        // 80 + 30 frames were queued: at 101 of them the level is 90 less what the later member has, so only the first
        // queue is cut.
        Assert.Equal([("away", DropReason.GroupQueueFull)], _drops.Keys);
        Assert.True(group.Queued.Total <= 100 * each);
        Assert.Equal(30, group.Describe()[2].Waiting);
        Assert.Equal(80 - _drops[("away", DropReason.GroupQueueFull)], group.Describe()[1].Waiting);
    }

    [Fact]
    public void Trim_FramesWereHandedToAConnection_TheyStay()
    {
        Group group = new(Name, new GroupLimits(), this);
        Join(group, "a");
        Join(group, "b");
        for (uint id = 0; id < 10; id++)
            Send(group, 0, "a", id);

        group.Trim(0, DropReason.ServerQueueFull);

        Assert.Empty(_drops);
        Assert.Equal(10, group.Describe()[1].Unconfirmed);
    }

    [Fact]
    public void Queued_AllMembersHaveAllFrames_IsZero()
    {
        QueuedBytes all = new();
        Group group = new(Name, new GroupLimits(), this, all);
        Join(group, "a");
        Join(group, "b");
        for (uint id = 0; id < 10; id++)
            Send(group, 0, "a", id);
        Assert.Equal(10 * QueuedBytes.SizeOf(Message("a", 0)), all.Total);

        group.Apply(
            Key(1),
            new GroupEntry(EntryKind.Frame, 1, Frame.Receipt(Identifier.Create("b"), Identifier.Create("a"), 9)),
            null
        );
        group.Apply(
            Key(0),
            new GroupEntry(EntryKind.Frame, 0, Frame.Receipt(Identifier.Create("a"), Identifier.Create("b"), 9)),
            null
        );

        Assert.Equal(group.Describe().Sum(member => member.Unconfirmed + member.Waiting) > 0, all.Total > 0);
        Leave(group, 0, delivered: 1);
        Leave(group, 1, delivered: 11);
        Join(group, "a");
        Join(group, "b");
        Assert.Equal(0, all.Total);
    }

    [Fact]
    public void FindLevel_AnyAmounts_IsTheHighestThatFits()
    {
        Random random = new(1);
        for (int round = 0; round < 10_000; round++)
        {
            long[] amounts = [.. Enumerable.Range(0, random.Next(20)).Select(_ => random.NextInt64(1_000))];
            long bound = random.NextInt64(5_000);

            long level = QueuedBytes.FindLevel(amounts, bound);

            if (level == long.MaxValue)
            {
                Assert.True(amounts.Sum() <= bound);
                continue;
            }
            Assert.True(amounts.Sum(amount => Math.Min(amount, level)) <= bound);
            Assert.True(amounts.Sum(amount => Math.Min(amount, level + 1)) > bound);
        }
    }

    void IGroupEvents.Dropped(Identifier group, Identifier member, DropReason reason, long count) =>
        _drops[(member.Text, reason)] = _drops.GetValueOrDefault((member.Text, reason)) + count;

    void IGroupEvents.UnknownRecipient(Identifier group, Identifier sender, Frame receipt) =>
        Assert.Fail("nobody is unknown");

    private static ConnectionKey Key(int number) => new(Gateway, number);

    private static Frame Message(string sender, uint id) => Frame.Message(Identifier.Create(sender), Name, id, 160);

    private static void Send(Group group, int connection, string sender, uint id) =>
        group.Apply(Key(connection), new GroupEntry(EntryKind.Frame, connection, Message(sender, id)), null);

    private static void Leave(Group group, int connection, long delivered = 0) =>
        group.Apply(Key(connection), new GroupEntry(EntryKind.Leave, connection, Delivered: delivered), null);

    private TestPort Join(Group group, string user)
    {
        TestPort port = new();
        _ports.Add(port);
        int number = _ports.Count - 1;
        group.Apply(
            Key(number),
            new GroupEntry(
                EntryKind.Join,
                number,
                Join: new JoinRequest(Identifier.Create(user), Guid.Empty, 0, MayRegister: true)
            ),
            port
        );
        return port;
    }
}
