using System.Globalization;
using MGen.Wire;

namespace MGen.Contract;

// Who gets what, and in which order.
public abstract partial class GroupContract
{
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
                Assert.Equal(
                    FrameText.Format(sender.Messages(0, Each)),
                    FrameText.Format(
                        frames.Where(frame => frame.Sender.SequenceEqual(Identifier.Create(sender.User).Utf8))
                    )
                );
        }
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
        string[] users =
        [
            .. Enumerable
                .Range(0, world.ManyMembers)
                .Select(i => string.Create(CultureInfo.InvariantCulture, $"user{i}")),
        ];
        GroupMember[] members = await ConnectAllAsync(world, ClientKind.Plain, users);

        await members[0].SendAsync(members[0].Message(0));
        await members[1].SendAsync(members[1].Message(1));

        await Task.WhenAll(
            members.Skip(2).Select(member => ExpectInAnyOrderAsync(member, ["user0>group#0:160", "user1>group#1:160"]))
        );
        await ExpectAsync(members[0], "user1>group#1:160");
        await ExpectAsync(members[1], "user0>group#0:160");
    }
}
