using MGen.Grains;
using MGen.Wire;

namespace MGen.Silo.Tests;

/// <summary>What a grain promises beyond the contract.</summary>
public sealed class GroupGrainTests(GroupGrainTests.Pool pool) : IClassFixture<GroupGrainTests.Pool>
{
    private static readonly Identifier Alice = Identifier.Create("alice");

    [Fact]
    public async Task Describe_MembersHereAndAway_ReportsWhatIsQueued()
    {
        GrainCluster cluster = await pool.GetAsync(new GroupLimits());
        IGroupGrain grain = cluster.Client.GetGroup(Identifier.Create("described"));
        long alice = (await grain.JoinAsync(new JoinCall("alice"))).Connection,
            bob = (await grain.JoinAsync(new JoinCall("bob"))).Connection;
        await grain.LeaveAsync(bob, received: 0);
        await grain.PostAsync(alice, 1, Message("described", 0));

        GroupMemberState[] members = await cluster.Client.DescribeGroupAsync(
            Identifier.Create("described"),
            TimeProvider.System
        );

        Assert.Equal([new GroupMemberState("alice", false, 0, 0), new GroupMemberState("bob", true, 1, 0)], members);
    }

    [Fact]
    public async Task Describe_WithoutMembers_IsEmpty()
    {
        GrainCluster cluster = await pool.GetAsync(new GroupLimits());

        Assert.Empty(await cluster.Client.DescribeGroupAsync(Identifier.Create("nobody"), TimeProvider.System));
    }

    [Fact]
    public async Task Post_NumbersMissing_IsRefusedAndNothingIsAccepted()
    {
        GrainCluster cluster = await pool.GetAsync(new GroupLimits());
        IGroupGrain grain = cluster.Client.GetGroup(Identifier.Create("gap"));
        long alice = (await grain.JoinAsync(new JoinCall("alice"))).Connection;

        ArgumentException refusal = await Assert.ThrowsAsync<ArgumentException>(() =>
            grain.PostAsync(alice, 2, Message("gap", 0))
        );

        Assert.Contains("frame 2 was posted, but the next frame is 1", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not a frame header", new byte[] { 1, 2, 3 })]
    [InlineData("the frame is not for", null)]
    public async Task Post_FrameOfAnotherSender_IsRefused(string problem, byte[]? header)
    {
        GrainCluster cluster = await pool.GetAsync(new GroupLimits());
        IGroupGrain grain = cluster.Client.GetGroup(Identifier.Create("refusing"));
        long alice = (await grain.JoinAsync(new JoinCall("alice"))).Connection;

        ArgumentException refusal = await Assert.ThrowsAsync<ArgumentException>(() =>
            grain.PostAsync(alice, 1, header ?? Message("elsewhere", 0))
        );

        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_UnknownConnection_IsRefused()
    {
        GrainCluster cluster = await pool.GetAsync(new GroupLimits());
        IGroupGrain grain = cluster.Client.GetGroup(Identifier.Create("stranger"));

        await Assert.ThrowsAsync<UnknownConnectionException>(() => grain.ReceiveAsync(4_711, 0));
    }

    [Fact]
    public async Task SiloOfThePrimaryDies_GroupContinuesElsewhereWithAllAcceptedFrames()
    {
        await using GrainCluster cluster = await GrainCluster.StartAsync(silos: 3, new GroupLimits());
        Identifier group = Identifier.Create("survivor");
        IGroupGrain grain = cluster.Client.GetGroup(group);
        long alice = (await grain.JoinAsync(new JoinCall("alice"))).Connection,
            bob = (await grain.JoinAsync(new JoinCall("bob"))).Connection;
        await grain.LeaveAsync(bob, received: 0);
        await grain.PostAsync(alice, 1, Message("survivor", 0));
        await WaitAsync(() => cluster.IsReady);

        await cluster.KillAsync(await cluster.FindPrimaryAsync(group));
        JoinResponse back = await JoinAfterFailureAsync(cluster, group, "bob");

        IGroupGrain moved = cluster.Client.GetGroup(group);
        Assert.False(back.IsNewMember);
        Assert.Equal(Message("survivor", 0), Assert.Single(await moved.ReceiveAsync(back.Connection, 0)));
    }

    private static byte[] Message(string group, uint id) =>
        Frame.Message(Alice, Identifier.Create(group), id, 160).Header.ToArray();

    /// <summary>A call to a silo that has just died fails or times out; the caller tries again.</summary>
    private static async Task<JoinResponse> JoinAfterFailureAsync(GrainCluster cluster, Identifier group, string user)
    {
        for (int tries = 0; ; tries++)
        {
            try
            {
                return await cluster.Client.GetGroup(group).JoinAsync(new JoinCall(user));
            }
            catch (Exception failure)
                when (tries < 20 && failure is TimeoutException or SiloUnavailableException or OrleansException)
            {
                await Task.Yield();
            }
        }
    }

    private static async Task WaitAsync(Func<bool> condition)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        while (!condition())
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
    }

    public sealed class Pool() : GrainClusterPool(silos: 2);
}
