namespace MGen.Contract;

// Who may connect, and which of several connections counts.
public abstract partial class GroupContract
{
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task LateMember_Accepted_GetsWhatIsSentFromThenOn(ClientKind kind)
    {
        await using GroupWorld world = await StartAsync();
        GroupMember[] first = await ConnectAllAsync(world, kind, "alice", "bob");
        await first[0].SendAsync(first[0].Message(0));
        await ExpectAsync(first[1], "alice>group#0:160");

        GroupMember late = await world.ConnectAsync("carol", Group, kind);
        await first[0].SendAsync(first[0].Message(1));

        await ExpectAsync(late, "alice>group#1:160");
        await AssertNothingMoreAsync(first[0], late);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task LateMember_NotWanted_IsClosed(ClientKind kind)
    {
        await using GroupWorld world = await StartAsync(acceptLate: false);

        GroupMember late = await world.ConnectAsync("carol", Group, kind);

        Assert.Empty(await late.ReadToEndAsync());
    }

    [Fact]
    public async Task SecondConnection_Resuming_ReplacesTheFirst_NothingIsLostOrDoubled()
    {
        await using GroupWorld world = await StartAsync();
        GroupMember[] members = await ConnectAllAsync(world, ClientKind.Resuming, "alice", "bob");
        await members[0].SendAsync(members[0].Messages(0, 5));
        await ExpectAsync(members[1], FrameText.Format(members[0].Messages(0, 5)));

        GroupMember second = await world.ReconnectAsync(members[1]);
        Assert.Empty(await members[1].ReadToEndAsync());
        await members[0].SendAsync(members[0].Messages(5, 5));
        await second.SendAsync(second.Message(0));

        await ExpectAsync(second, FrameText.Format(members[0].Messages(5, 5)));
        await ExpectAsync(members[0], "bob>group#0:160");
        await AssertNothingMoreAsync(members[0], second);
    }

    [Fact]
    public async Task SecondConnection_Plain_BothAreReadAndOneIsServed()
    {
        await using GroupWorld world = await StartAsync();
        GroupMember[] members = await ConnectAllAsync(world, ClientKind.Plain, "alice", "bob");
        GroupMember second = await world.ConnectBesideAsync(members[1]);
        await members[0].SendAsync(members[0].Messages(0, 5));
        await ExpectAsync(members[1], FrameText.Format(members[0].Messages(0, 5)));

        await members[1].SendAsync(members[1].Message(0));
        await ExpectAsync(members[0], "bob>group#0:160");
        await second.SendAsync(second.Message(1));
        await ExpectAsync(members[0], "bob>group#1:160");
        await members[0].SendAsync(members[0].Message(5));

        await ExpectAsync(second, "alice>group#5:160");
        await AssertNothingMoreAsync(members[0], second);
        Assert.Empty(await members[1].LeaveAsync());
    }

    [Fact]
    public async Task SecondConnection_PlainFirstIsCut_NextOneGetsWhatComesThen()
    {
        await using GroupWorld world = await StartAsync();
        GroupMember[] members = await ConnectAllAsync(world, ClientKind.Plain, "alice", "bob");
        GroupMember second = await world.ConnectBesideAsync(members[1]);

        await members[1].CutAsync();
        await members[0].SendAsync(members[0].Messages(0, 5));

        await ExpectAsync(second, FrameText.Format(members[0].Messages(0, 5)));
        await AssertNothingMoreAsync(members[0], second);
    }

    [Fact]
    public async Task SecondConnection_ResumingAfterPlainOnes_ReplacesThem()
    {
        await using GroupWorld world = await StartAsync();
        GroupMember[] members = await ConnectAllAsync(world, ClientKind.Plain, "alice", "bob");
        GroupMember second = await world.ConnectBesideAsync(members[1]);
        await second.SendAsync(second.Message(0));
        await ExpectAsync(members[0], "bob>group#0:160");

        GroupMember resuming = await world.ConnectAsync("bob", Group, ClientKind.Resuming);
        Assert.Empty(await members[1].ReadToEndAsync());
        Assert.Empty(await second.ReadToEndAsync());
        await members[0].SendAsync(members[0].Message(0));

        await ExpectAsync(resuming, "alice>group#0:160");
        await AssertNothingMoreAsync(members[0], resuming);
    }

    [Fact]
    public async Task ManyConnections_OneAfterTheOther_LastOneIsServed()
    {
        const int Connections = 20;
        await using GroupWorld world = await StartAsync();
        GroupMember[] members = await ConnectAllAsync(world, ClientKind.Resuming, "alice", "bob");
        GroupMember bob = members[1];
        for (int i = 0; i < Connections; i++)
        {
            GroupMember next = await world.ReconnectAsync(bob);
            Assert.Empty(await bob.ReadToEndAsync());
            bob = next;
        }

        await members[0].SendAsync(members[0].Message(0));

        await ExpectAsync(bob, "alice>group#0:160");
        await AssertNothingMoreAsync(members[0], bob);
    }
}
