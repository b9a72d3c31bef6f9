using System.Globalization;
using MGen.Grains;
using MGen.Wire;

namespace MGen.Contract;

/// <summary>What a group owes its members. Every way to run groups passes the same tests: the plain rules, grains, a server over TLS.</summary>
public abstract class GroupContract
{
    private const string Group = "group";

    /// <summary>Both kinds of client.</summary>
    public static TheoryData<ClientKind> Kinds => [ClientKind.Plain, ClientKind.Resuming];

    /// <summary>Both kinds of client, and both ways to lose a connection.</summary>
    public static TheoryData<ClientKind, bool> Partings => new()
    {
        { ClientKind.Plain, false },
        { ClientKind.Resuming, false },
        { ClientKind.Resuming, true },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Message_ThreeMembers_ReachesAllButItsSender(ClientKind kind)
    {
        await using GroupWorld world = await StartAsync();
        GroupMember[] members = await ConnectAllAsync(world, kind, "alice", "bob", "carol");

        await members[0].SendAsync(members[0].Message(0), members[0].Message(1));
        await members[1].SendAsync(members[1].Message(0));

        await ExpectInAnyOrderAsync(members[2], ["alice>group#0:160", "alice>group#1:160", "bob>group#0:160"]);
        await ExpectAsync(members[1], "alice>group#0:160", "alice>group#1:160");
        await ExpectAsync(members[0], "bob>group#0:160");
        await AssertNothingMoreAsync(members);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Receipt_NamesOneMember_ReachesThatOneOnly(ClientKind kind)
    {
        await using GroupWorld world = await StartAsync();
        GroupMember[] members = await ConnectAllAsync(world, kind, "alice", "bob", "carol");

        await members[1].SendAsync(members[1].Receipt("alice", 7));

        await ExpectAsync(members[0], "bob>alice#7:0");
        await AssertNothingMoreAsync(members);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Receipt_ForAStranger_IsReportedAndTheConnectionLives(ClientKind kind)
    {
        await using GroupWorld world = await StartAsync();
        GroupMember[] members = await ConnectAllAsync(world, kind, "alice", "bob");

        await members[0].SendAsync(members[0].Receipt("nobody", 3), members[0].Message(0));

        await ExpectAsync(members[1], "alice>group#0:160");
        Assert.Equal(["nobody,group,UnknownRecipient"], await world.ReadLossesAsync(1));
        await AssertNothingMoreAsync(members);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Messages_FromSeveralAtOnce_KeepEachSendersOrder(ClientKind kind)
    {
        const int Each = 300;
        await using GroupWorld world = await StartAsync();
        GroupMember[] members = await ConnectAllAsync(world, kind, "alice", "bob", "carol");
        Task<IReadOnlyList<Frame>>[] reading = [.. members.Select(member => member.ReadAsync(2 * Each))];

        await Task.WhenAll(members.Select(member => Task.Run(() => member.SendAsync(member.Messages(0, Each)))));

        for (int i = 0; i < members.Length; i++)
        {
            IReadOnlyList<Frame> frames = await reading[i];
            foreach (GroupMember sender in members.Where(sender => sender != members[i]))
                Assert.Equal(FrameText.Of(sender.Messages(0, Each)), FrameText.Of(frames.Where(frame => frame.Sender.SequenceEqual(Identifier.Create(sender.User).Utf8))));
        }
    }

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

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task SecondConnection_ReplacesTheFirst_NothingIsLostOrDoubled(ClientKind kind)
    {
        await using GroupWorld world = await StartAsync();
        GroupMember[] members = await ConnectAllAsync(world, kind, "alice", "bob");
        await members[0].SendAsync(members[0].Messages(0, 5));
        await ExpectAsync(members[1], FrameText.Of(members[0].Messages(0, 5)));

        GroupMember second = await world.ReconnectAsync(members[1]);
        Assert.Empty(await members[1].ReadToEndAsync());
        await members[0].SendAsync(members[0].Messages(5, 5));
        await second.SendAsync(second.Message(0));

        await ExpectAsync(second, FrameText.Of(members[0].Messages(5, 5)));
        await ExpectAsync(members[0], "bob>group#0:160");
        await AssertNothingMoreAsync(members[0], second);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task ManyConnections_OneAfterTheOther_LastOneHoldsThePlace(ClientKind kind)
    {
        const int Connections = 20;
        await using GroupWorld world = await StartAsync();
        GroupMember[] members = await ConnectAllAsync(world, kind, "alice", "bob");
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

        await ExpectAsync(back, FrameText.Of(members[0].Messages(1, 610)));
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
        await ExpectAsync(members[2], FrameText.Of(members[0].Messages(0, 20)));
        IReadOnlyList<string> losses = await world.ReadLossesAsync(12);
        GroupMember back = await world.ReconnectAsync(members[1]);

        await ExpectAsync(back, FrameText.Of(members[0].Messages(12, 8)));
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
            await ExpectAsync(members[2], FrameText.Of(messages));
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

    [Fact]
    public async Task MemberNeverReads_IsCutAndResumes_WhatWaitedFollowsWhatItHas()
    {
        const int Waiting = 5_000;
        await using GroupWorld world = await StartAsync(new GroupLimits { MaxUnconfirmedFrames = 100_000 });
        GroupMember[] members = await ConnectAllAsync(world, ClientKind.Resuming, "alice", "bob");
        await members[1].CutAsync();
        await members[0].SendAsync(members[0].Messages(0, Waiting));

        GroupMember impatient = await world.ReconnectAsync(members[1]);
        IReadOnlyList<Frame> first = await impatient.ReadAsync(10);
        await impatient.CutAsync();
        GroupMember back = await world.ReconnectAsync(impatient);

        Assert.Equal(FrameText.Of(members[0].Messages(0, 10)), FrameText.Of(first));
        await ExpectAsync(back, FrameText.Of(members[0].Messages(10, Waiting - 10)));
        await AssertNothingMoreAsync(members[0], back);
    }

    [Fact]
    public async Task Session_GoesOn_AnswerCountsWhatTheGroupHas()
    {
        await using GroupWorld world = await StartAsync();
        GroupMember[] members = await ConnectAllAsync(world, ClientKind.Resuming, "alice", "bob");
        Assert.Equal(Resumption.UnknownSession, members[0].Answer);
        await members[0].SendAsync(members[0].Messages(0, 5));
        await members[0].SendAsync(members[0].Receipt("nobody", 1));
        await ExpectAsync(members[1], FrameText.Of(members[0].Messages(0, 5)));
        await world.ReadLossesAsync(1);

        await members[0].CutAsync();
        GroupMember second = await world.ReconnectAsync(members[0]);
        await second.SendAsync(second.Message(5));
        await ExpectAsync(members[1], "alice>group#5:160");
        await second.LeaveAsync();
        GroupMember third = await world.ReconnectAsync(second);

        Assert.Equal(6ul, second.Answer);
        Assert.Equal(7ul, third.Answer);
    }

    [Fact]
    public async Task Session_IsNew_AnswerSaysUnknownAndCountingStartsAgain()
    {
        await using GroupWorld world = await StartAsync();
        GroupMember[] members = await ConnectAllAsync(world, ClientKind.Resuming, "alice", "bob");
        await members[0].SendAsync(members[0].Messages(0, 5));
        await ExpectAsync(members[1], FrameText.Of(members[0].Messages(0, 5)));
        await members[0].LeaveAsync();
        await members[1].LeaveAsync();

        GroupMember alice = await world.ConnectAsync("alice", Group, ClientKind.Resuming);
        GroupMember bob = await world.ConnectAsync("bob", Group, ClientKind.Resuming);
        await alice.SendAsync(alice.Message(9));
        await ExpectAsync(bob, "alice>group#9:160");
        await bob.CutAsync();
        GroupMember back = await world.ReconnectAsync(bob);
        await alice.SendAsync(alice.Message(10));

        Assert.Equal(Resumption.UnknownSession, alice.Answer);
        Assert.Equal(0ul, back.Answer);
        await ExpectAsync(back, "alice>group#10:160");
        await AssertNothingMoreAsync(alice, back);
    }

    [Fact]
    public async Task Resume_ClaimsMoreThanWasSent_HurtsOnlyTheLiar()
    {
        await using GroupWorld world = await StartAsync();
        GroupMember[] members = await ConnectAllAsync(world, ClientKind.Resuming, "alice", "liar", "carol");
        await members[1].CutAsync();
        await members[0].SendAsync(members[0].Message(0));

        GroupMember liar = await world.ConnectAsync("liar", Group, members[1].Offer! with { Received = ulong.MaxValue });
        await members[0].SendAsync(members[0].Message(1));

        Assert.Equal("alice>group#1:160", FrameText.Of((await ReadUntilAsync(liar, 1))[^1]));
        await ExpectAsync(members[2], "alice>group#0:160", "alice>group#1:160");
    }

    [Theory]
    [InlineData(0u, 1u)]
    [InlineData(1u, 2_240u)]
    [InlineData(int.MaxValue, 2_241u)]
    [InlineData(uint.MaxValue, 104_857_600u)]
    public async Task Message_AnyIdAndSize_TravelsUnchanged(uint id, uint size)
    {
        await using GroupWorld world = await StartAsync();
        GroupMember[] members = await ConnectAllAsync(world, ClientKind.Plain, "alice", "bob");

        await members[0].SendAsync(members[0].Message(id, size), members[0].Receipt("bob", id), members[0].Message(2));

        await ExpectAsync(
            members[1],
            string.Create(CultureInfo.InvariantCulture, $"alice>group#{id}:{size}"),
            string.Create(CultureInfo.InvariantCulture, $"alice>bob#{id}:0"),
            "alice>group#2:160");
    }

    [Theory]
    [InlineData(" ", " ")]
    [InlineData("a/b+c\\d", "g/*?#%")]
    [InlineData("Ünïcödé \U0001F980", "групата")]
    public async Task Names_OfAnyCharacters_Work(string user, string group)
    {
        await using GroupWorld world = await StartAsync();
        GroupMember first = await world.ConnectAsync(user, group, ClientKind.Plain);
        GroupMember second = await world.ConnectAsync(user + "2", group, ClientKind.Plain);

        await first.SendAsync(first.Message(0));

        await ExpectAsync(second, $"{user}>{group}#0:160");
    }

    [Fact]
    public async Task Names_OfTheLargestLength_Work()
    {
        await using GroupWorld world = await StartAsync();
        string user = new('u', WireLimits.MaxIdentifierBytes - 1), group = new('g', WireLimits.MaxIdentifierBytes);
        GroupMember first = await world.ConnectAsync(user + "1", group, ClientKind.Plain);
        GroupMember second = await world.ConnectAsync(user + "2", group, ClientKind.Plain);

        await first.SendAsync(first.Message(0, WireLimits.MaxInlineBodyBytes));

        Assert.Equal(first.Message(0, WireLimits.MaxInlineBodyBytes), await second.ReadAsync());
    }

    [Fact]
    public async Task Groups_WithTheSameUsers_KnowNothingOfEachOther()
    {
        await using GroupWorld world = await StartAsync();
        GroupMember aliceInOne = await world.ConnectAsync("alice", "one", ClientKind.Plain);
        GroupMember bobInOne = await world.ConnectAsync("bob", "one", ClientKind.Plain);
        GroupMember aliceInTwo = await world.ConnectAsync("alice", "two", ClientKind.Plain);
        GroupMember bobInTwo = await world.ConnectAsync("bob", "two", ClientKind.Plain);

        await aliceInOne.SendAsync(aliceInOne.Message(1));
        await aliceInTwo.SendAsync(aliceInTwo.Message(2));

        await ExpectAsync(bobInOne, "alice>one#1:160");
        await ExpectAsync(bobInTwo, "alice>two#2:160");
        await AssertNothingMoreAsync(aliceInOne, bobInOne);
        await AssertNothingMoreAsync(aliceInTwo, bobInTwo);
    }

    [Fact]
    public async Task Message_InAGroupOfVeryMany_ReachesEachOnce()
    {
        await using GroupWorld world = await StartAsync();
        string[] users = [.. Enumerable.Range(0, world.ManyMembers).Select(i => string.Create(CultureInfo.InvariantCulture, $"user{i}"))];
        GroupMember[] members = await ConnectAllAsync(world, ClientKind.Plain, users);

        await members[0].SendAsync(members[0].Message(0));
        await members[1].SendAsync(members[1].Message(1));

        await Task.WhenAll(members.Skip(2).Select(member => ExpectInAnyOrderAsync(member, ["user0>group#0:160", "user1>group#1:160"])));
        await ExpectAsync(members[0], "user1>group#1:160");
        await ExpectAsync(members[1], "user0>group#0:160");
    }

    /// <summary>Starts a world of its own for one test.</summary>
    protected abstract Task<GroupWorld> CreateAsync(GroupLimits limits, bool acceptLate);

    /// <summary>Connects members one by one.</summary>
    protected static async Task<GroupMember[]> ConnectAllAsync(GroupWorld world, ClientKind kind, params IReadOnlyList<string> users)
    {
        ArgumentNullException.ThrowIfNull(world);
        GroupMember[] members = new GroupMember[users.Count];
        for (int i = 0; i < members.Length; i++)
            members[i] = await world.ConnectAsync(users[i], Group, kind);
        return members;
    }

    /// <summary>The member's next frames are these.</summary>
    protected static async Task ExpectAsync(GroupMember member, params IReadOnlyList<string> frames)
    {
        ArgumentNullException.ThrowIfNull(member);
        Assert.Equal(frames, FrameText.Of(await member.ReadAsync(frames.Count)));
    }

    /// <summary>Each member's next frame is one that was sent only now: nothing came in between.</summary>
    protected static async Task AssertNothingMoreAsync(params IReadOnlyList<GroupMember> members)
    {
        foreach (GroupMember reader in members)
        {
            GroupMember sender = members.First(member => member != reader);
            Frame marker = sender.Receipt(reader.User, 999_999);
            await sender.SendAsync(marker);
            Assert.Equal(FrameText.Of(marker), FrameText.Of(await reader.ReadAsync()));
        }
    }

    private static async Task ExpectInAnyOrderAsync(GroupMember member, IReadOnlyList<string> frames) =>
        Assert.Equal(frames.Order(StringComparer.Ordinal), FrameText.Of(await member.ReadAsync(frames.Count)).Order(StringComparer.Ordinal));

    private static async Task<IReadOnlyList<Frame>> ReadUntilAsync(GroupMember member, uint id)
    {
        List<Frame> frames = [await member.ReadAsync()];
        while (frames[^1].Id != id)
            frames.Add(await member.ReadAsync());
        return frames;
    }

    private static Task LeaveAsync(GroupMember member, bool cut) => cut ? member.CutAsync() : member.LeaveAsync();

    private static void AssertRising(IReadOnlyList<Frame> frames) =>
        Assert.All(frames.Zip(frames.Skip(1)), pair => Assert.True(pair.First.Id < pair.Second.Id, $"{pair.First.Id} came before {pair.Second.Id}"));

    private Task<GroupWorld> StartAsync(GroupLimits? limits = null, bool acceptLate = true) => CreateAsync(limits ?? new GroupLimits(), acceptLate);
}
