using MGen.Wire;

namespace MGen.Contract;

// Sessions that outlive their connections.
public abstract partial class GroupContract
{
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

        Assert.Equal(FrameText.Format(members[0].Messages(0, 10)), FrameText.Format(first));
        await ExpectAsync(back, FrameText.Format(members[0].Messages(10, Waiting - 10)));
        await AssertNothingMoreAsync(members[0], back);
    }

    [Fact]
    public async Task Session_Continues_ResponseCountsWhatTheGroupHas()
    {
        await using GroupWorld world = await StartAsync();
        GroupMember[] members = await ConnectAllAsync(world, ClientKind.Resuming, "alice", "bob");
        Assert.Equal(Resumption.UnknownSession, members[0].Answer);
        await members[0].SendAsync(members[0].Messages(0, 5));
        await members[0].SendAsync(members[0].Receipt("nobody", 1));
        await ExpectAsync(members[1], FrameText.Format(members[0].Messages(0, 5)));
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
    public async Task Session_IsNew_ResponseIsUnknownAndCountingRestarts()
    {
        await using GroupWorld world = await StartAsync();
        GroupMember[] members = await ConnectAllAsync(world, ClientKind.Resuming, "alice", "bob");
        await members[0].SendAsync(members[0].Messages(0, 5));
        await ExpectAsync(members[1], FrameText.Format(members[0].Messages(0, 5)));
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
    public async Task Resume_ClaimsMoreThanWasSent_AffectsOnlyThatMember()
    {
        await using GroupWorld world = await StartAsync();
        GroupMember[] members = await ConnectAllAsync(world, ClientKind.Resuming, "alice", "liar", "carol");
        await members[1].CutAsync();
        await members[0].SendAsync(members[0].Message(0));

        GroupMember liar = await world.ConnectAsync(
            "liar",
            Group,
            members[1].Offer! with
            {
                Received = ulong.MaxValue,
            }
        );
        await members[0].SendAsync(members[0].Message(1));

        Assert.Equal("alice>group#1:160", FrameText.Format((await ReadUntilAsync(liar, 1))[^1]));
        await ExpectAsync(members[2], "alice>group#0:160", "alice>group#1:160");
    }
}
