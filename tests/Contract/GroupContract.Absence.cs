using MGen.Wire;

namespace MGen.Contract;

// The group queues frames for a member who is disconnected or does not read.
public abstract partial class GroupContract
{
    [Theory]
    [MemberData(nameof(Partings))]
    public async Task MemberAway_ComesBack_GetsWhatWaitedBeforeAnythingNewer(ClientKind kind, bool cut)
    {
        await using GroupWorld world = await StartAsync();
        GroupMember[] members = await ConnectAllAsync(world, kind, "alice", "bob");
        await members[0].SendAsync(members[0].Message(0));
        await ExpectAsync(members[1], "alice>group#0:160");

        await LeaveAsync(members[1], cut);
        await members[0].SendAsync(members[0].Messages(1, 600));
        GroupMember back = await world.ReconnectAsync(members[1]);
        await members[0].SendAsync(members[0].Messages(601, 10));

        await ExpectAsync(back, FrameText.Format(members[0].Messages(1, 610)));
        await AssertNothingMoreAsync(members[0], back);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task MemberAway_MoreThanTheLimitWaits_OldestAreDroppedAndReported(ClientKind kind)
    {
        await using GroupWorld world = await StartAsync(new GroupLimits { MaxWaitingFrames = 8 });
        GroupMember[] members = await ConnectAllAsync(world, kind, "alice", "bob", "carol");
        await members[1].LeaveAsync();

        await members[0].SendAsync(members[0].Messages(0, 20));
        await ExpectAsync(members[2], FrameText.Format(members[0].Messages(0, 20)));
        IReadOnlyList<string> losses = await world.ReadLossesAsync(12);
        GroupMember back = await world.ReconnectAsync(members[1]);

        await ExpectAsync(back, FrameText.Format(members[0].Messages(12, 8)));
        Assert.Equal(Enumerable.Repeat("bob,group,QueueFull", 12), losses);
        await AssertNothingMoreAsync(members[0], back);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task MemberNeverReads_OthersGetEverything_AndItGetsWhatWaitedWhenItReads(ClientKind kind)
    {
        const int Step = 50;
        await using GroupWorld world = await StartAsync(new GroupLimits { MaxWaitingFrames = 64 });
        GroupMember[] members = await ConnectAllAsync(world, kind, "alice", "bob", "carol");
        int flood = world.FloodFrames;

        for (int sent = 0; sent < flood; sent += Step)
        {
            IReadOnlyList<Frame> messages = members[0].Messages((uint)sent, Step, WireLimits.MaxInlineBodyBytes);
            await members[0].SendAsync(messages);
            await ExpectAsync(members[2], FrameText.Format(messages));
        }
        Assert.NotEmpty(await world.ReadLossesAsync(1));
        await members[0].SendAsync(members[0].Message((uint)flood));
        List<Frame> got = [await members[1].ReadAsync()];
        while (got[^1].Id != flood)
            got.Add(await members[1].ReadAsync());

        IReadOnlyList<string> losses = await world.ReadLossesAsync(flood + 1 - got.Count);
        Assert.All(losses, line => Assert.Equal("bob,group,QueueFull", line));
        Assert.Equal(flood + 1, got.Count + losses.Count);
        AssertRising(got);
    }
}
