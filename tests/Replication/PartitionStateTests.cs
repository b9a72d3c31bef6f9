using MGen.Groups;
using MGen.Groups.Codecs;
using MGen.Replication.Tests.Simulation;
using MGen.Wire;

namespace MGen.Replication.Tests;

public sealed class PartitionStateTests
{
    private static readonly Guid GatewayId = new(1, 0, 0, new byte[8]);

    private readonly PartitionState _state = new(new GroupLimits(), new NoEvents());

    [Theory]
    [InlineData(1, 1, PostCheck.Next)]
    [InlineData(1, 2, PostCheck.Gap)]
    [InlineData(4, 1, PostCheck.Next)]
    public void Check_UnknownGateway_AcceptsOnlyItsFirstPost(long session, long number, PostCheck expected) =>
        Assert.Equal(expected, _state.Check(Post(session, number)));

    [Theory]
    [InlineData(2, 3, PostCheck.Next)]
    [InlineData(2, 2, PostCheck.Repeated)]
    [InlineData(2, 1, PostCheck.Repeated)]
    [InlineData(2, 4, PostCheck.Gap)]
    [InlineData(1, 3, PostCheck.Gap)]
    [InlineData(3, 1, PostCheck.Next)]
    [InlineData(3, 2, PostCheck.Gap)]
    public void Check_AfterTwoPostsOfSessionTwo_NextRepeatedOrGap(long session, long number, PostCheck expected)
    {
        _state.Apply(Post(2, 1), 1);
        _state.Apply(Post(2, 2), 1);

        Assert.Equal(expected, _state.Check(Post(session, number)));
    }

    [Fact]
    public void Check_BytesThatAreNotEntries_MalformedAndChangesNothing()
    {
        byte[] bad = [.. EntryCodec.Encode([RandomInputs.Join(1, "u1", "g", 4)]), 99, 1, 1];

        Assert.Equal(PostCheck.Malformed, _state.Check(Post(1, 1) with { Entries = bad }));
        Assert.Equal(0, _state.Applied);
        Assert.Empty(_state.Connections);
    }

    [Fact]
    public void Apply_FullWindow_FramesWaitUntilTheConnectionReports()
    {
        _state.Apply(Post(1, 1, RandomInputs.Join(1, "u1", "g", 4), RandomInputs.Join(2, "u2", "g", 4)), 1);
        _state.Apply(
            Post(1, 2, [.. Enumerable.Range(0, 10).Select(id => RandomInputs.Message(1, "u1", "g", (uint)id))]),
            1
        );
        Assert.Equal([0u, 1u, 2u, 3u], SentIds());

        _state.Apply(Post(1, 3, new GroupEntry(EntryKind.Ready, 2, Delivered: 3)), 1);

        Assert.Equal([0u, 1u, 2u, 3u, 4u, 5u, 6u], SentIds());
    }

    [Fact]
    public void CountContent_OneMemberIsAwayAndOneHasAFullWindow_CountsWhatIsKeptForEach()
    {
        _state.Apply(
            Post(
                1,
                1,
                RandomInputs.Join(1, "u1", "g", 4),
                RandomInputs.Join(2, "u2", "g", 4),
                RandomInputs.Join(3, "u3", "h", 4)
            ),
            1
        );
        _state.Apply(Post(1, 2, new GroupEntry(EntryKind.Leave, 2, Delivered: 0)), 1);
        _state.Apply(
            Post(1, 3, [.. Enumerable.Range(0, 10).Select(id => RandomInputs.Message(1, "u1", "g", (uint)id))]),
            1
        );

        Assert.Equal(new PartitionContent(2, 3, 10), _state.CountContent());
    }

    [Fact]
    public void Apply_NewSessionOfAGateway_ForgetsItsOldConnections()
    {
        _state.Apply(Post(1, 1, RandomInputs.Join(1, "u1", "g", 4)), 1);

        _state.Apply(Post(2, 1, RandomInputs.Join(2, "u2", "g", 4)), 1);

        Assert.Equal(2, Assert.Single(_state.Connections).Key.Number);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Apply_SameInputs_SameState(ulong seed)
    {
        PartitionState other = new(new GroupLimits(), new NoEvents());
        foreach (PartitionInput input in new RandomInputs(seed).Take(200))
        {
            _state.Apply(input, 1);
            other.Apply(input, 1);
        }

        Assert.Equal(StateText.Format(_state), StateText.Format(other));
        Assert.Equal(200, _state.Applied);
        Assert.NotEmpty(_state.Connections);
    }

    [Fact]
    public void Apply_GroupWithQueuedFramesFails_ItsBytesAreNoLongerCounted()
    {
        PartitionState state = new(new GroupLimits(), new FailingEvents()) { IsPrimary = true };
        state.Apply(Post(1, 1, RandomInputs.Join(1, "u1", "g", 4), RandomInputs.Join(2, "u2", "g", 4)), 1);
        state.Apply(Post(1, 2, new GroupEntry(EntryKind.Leave, 2), RandomInputs.Message(1, "u1", "g", 0)), 1);
        Assert.NotEqual(0, state.QueuedBytes);
        Frame receipt = Frame.Receipt(Identifier.Create("u1"), Identifier.Create("unknown"), 0);

        state.Apply(Post(1, 3, new GroupEntry(EntryKind.Frame, 1, receipt)), 1);

        Assert.Null(state.FindGroup(Identifier.Create("g")));
        Assert.Equal(0, state.QueuedBytes);
    }

    private static PartitionInput Post(long session, long number, params GroupEntry[] entries) =>
        new(InputKind.Post, GatewayId, session, number, new NodeId("w"), EntryCodec.Encode(entries));

    private IEnumerable<uint> SentIds() =>
        Assert
            .Single(_state.Streams)
            .Items.Where(item => item.Kind == OutgoingKind.Frame)
            .Select(item => item.Frame.Id);
}

/// <summary>Makes a group fail at a receipt for an unknown user.</summary>
internal sealed class FailingEvents : IPartitionEvents
{
    public void Dropped(Identifier group, Identifier member, DropReason reason, long count) { }

    public void UnknownRecipient(Identifier group, Identifier sender, Frame receipt) =>
        throw new InvalidOperationException();

    public void GroupFailed(Identifier group, Exception bug) { }
}
