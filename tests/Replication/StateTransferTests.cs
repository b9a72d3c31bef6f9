using MGen.Groups;
using MGen.Replication.Tests.Simulation;
using MGen.Wire;

namespace MGen.Replication.Tests;

/// <summary>A state that is transferred in parts, while inputs continue, equals the original.</summary>
public sealed class StateTransferTests
{
    private static readonly GroupLimits Limits = new() { MaxWaitingFrames = 6, MaxUnconfirmedFrames = 5 };
    private static readonly ReplicaSettings Settings = new() { TransferPartBytes = 100 };

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void NextMessage_InputsBetweenParts_CopyEqualsTheOriginal(int seed)
    {
        RandomInputs inputs = new((ulong)seed);
        PartitionState original = new(Limits, new NoEvents());
        Apply(original, inputs.Take(60));
        OutgoingTransfer transfer = new(new NodeId("b"), 1, new TransferBudget());
        Replica receiver = new(0, new NodeId("b"), Limits, Settings, new NoEvents());
        int parts = 0,
            cut = 0;
        for (; !transfer.IsDone; parts++)
        {
            TransferPart part = transfer.NextMessage(original, 1, 1, TimeSpan.Zero, Settings)!;
            Assert.InRange(part.Groups.Length, 0, Settings.TransferPartBytes * 5 / 4);
            cut += part.IsCut ? 1 : 0;
            receiver.Receive(new NodeId("a"), part, TimeSpan.Zero);
            foreach (PartitionInput input in inputs.Take(transfer.IsSent ? 0 : 5))
            {
                original.Apply(input, 1);
                Assert.True(transfer.Add(input, long.MaxValue));
            }
            Assert.True(transfer.TakeResponse(part.Number));
        }
        Assert.True(parts > 1);
        Assert.True(cut > 0);
        PartitionState copy = receiver.State!;
        Assert.Equal(StateText.Format(original), StateText.Format(copy));

        PartitionInput[] more = [.. inputs.Take(100)];
        Apply(original, more);
        Apply(copy, more);

        Assert.Equal(StateText.Format(original), StateText.Format(copy));
    }

    [Fact]
    public void ReadEnd_BytesAfterTheLastStream_Throws()
    {
        PartitionState state = new(Limits, new NoEvents());
        byte[] end = [.. StateTransfer.WriteEnd(state), 0];

        Assert.Throws<InvalidDataException>(() =>
            StateTransfer.ReadEnd(end, new PartitionState(Limits, new NoEvents()) { IsPartial = true })
        );
    }

    [Fact]
    public void ReadGroups_CutAtAnyByte_ThrowsInvalidData()
    {
        PartitionState state = new(Limits, new NoEvents());
        Apply(state, new RandomInputs(3).Take(40));
        BlobWriter writer = new();
        StateTransfer.WriteGroups(writer, state, 0, int.MaxValue);
        byte[] groups = writer.ToArray();
        Assert.True(groups.Length > 100);

        int complete = 0;
        for (int length = 1; length < groups.Length; length++)
        {
            try
            {
                StateTransfer.ReadGroups(
                    groups.AsSpan(0, length),
                    new PartitionState(Limits, new NoEvents()) { IsPartial = true }
                );
                complete++; // it ends after a whole group
            }
            catch (InvalidDataException) { }
        }
        Assert.Equal(state.Groups.Count - 1, complete);
    }

    [Fact]
    public void Add_MoreInputsThanMayWait_ReturnsFalse() =>
        Assert.False(
            new OutgoingTransfer(new NodeId("b"), 1, new TransferBudget()).Add(
                new PartitionInput(InputKind.Post, Guid.Empty, 1, 1, new NodeId("w"), new byte[100]),
                maxBytes: 150
            )
        );

    /// <summary>Otherwise appends to the receiver would wait behind the parts of all partitions.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void NextMessage_OtherTransferInFlight_Waits(bool arrives)
    {
        TransferBudget budget = new(1);
        OutgoingTransfer first = new(new NodeId("b"), 1, budget),
            second = new(new NodeId("b"), 1, budget),
            elsewhere = new(new NodeId("c"), 1, budget);
        TransferPart part = Send(first, TimeSpan.Zero)!;

        Assert.Null(Send(second, TimeSpan.FromSeconds(1)));
        Assert.NotNull(Send(elsewhere, TimeSpan.FromSeconds(1)));
        if (arrives)
            AcknowledgeGroups(first, part, () => Assert.Null(Send(second, TimeSpan.FromSeconds(1))));
        else
            first.Stop();

        Assert.NotNull(Send(second, TimeSpan.FromSeconds(1)));
    }

    /// <summary>Acknowledges a part, and the following parts up to the end of a group.</summary>
    private static void AcknowledgeGroups(OutgoingTransfer transfer, TransferPart part, Action before)
    {
        for (; part.IsCut; part = Send(transfer, TimeSpan.Zero)!)
        {
            before();
            Assert.True(transfer.TakeResponse(part.Number));
        }
        Assert.True(transfer.TakeResponse(part.Number));
    }

    private static TransferPart? Send(OutgoingTransfer transfer, TimeSpan now)
    {
        PartitionState state = new(Limits, new NoEvents());
        Apply(state, new RandomInputs(3).Take(40));
        return transfer.NextMessage(state, 1, 1, now, Settings);
    }

    private static void Apply(PartitionState state, IEnumerable<PartitionInput> inputs)
    {
        foreach (PartitionInput input in inputs)
            state.Apply(input, 1);
    }
}
