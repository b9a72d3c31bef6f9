using System.Collections.Frozen;
using MGen.Groups;
using MGen.Wire;

namespace MGen.Replication.Tests;

/// <summary>Faults of the protocol that the simulator found, one case each.</summary>
public sealed class ReplicaTests : IPartitionEvents
{
    private static readonly NodeId Primary = new("a"),
        Backup = new("b");

    [Fact]
    public void Receive_DelayedPartOfAnOlderTransfer_KeepsTheState()
    {
        Replica replica = CreateWithState(out TransferPart old);

        replica.Receive(Primary, old, TimeSpan.Zero);

        Assert.True(replica.HasState);
    }

    [Fact]
    public void Receive_DelayedRowFromBeforeTransfer_KeepsTheState()
    {
        Replica replica = CreateWithState(out _);

        replica.Receive(Primary, new Configured(new PartitionConfig(1, Primary, [Primary], 1)), TimeSpan.Zero);

        Assert.True(replica.HasState);
    }

    [Fact]
    public void IsNeeded_LeavingReplicaHasState_UntilPrimaryGrantsLeave()
    {
        Replica replica = CreateWithState(out _);
        replica.Leave(TimeSpan.Zero);
        Assert.True(replica.IsNeeded);

        replica.Receive(Primary, new LeaveGranted(1), TimeSpan.Zero);

        Assert.False(replica.IsNeeded);
    }

    [Fact]
    public void Tick_TableEmptiedAndPrimaryDead_BackupExpectsNoRow()
    {
        Replica replica = CreateWithState(out _);
        PartitionConfig row = new(2, Primary, [Primary, Backup], 1);
        replica.OnRowRead(row, TimeSpan.Zero);
        replica.OnRowRead(null, TimeSpan.Zero);
        replica.Output.Clear();

        replica.SetView(new MembershipView([Backup], new[] { Primary }.ToFrozenSet()), TimeSpan.Zero);

        ConfigChange change = Assert.Single(replica.Output.Changes);
        Assert.Equal(0, change.ExpectedEpoch);
        Assert.Equal(new PartitionConfig(4, Backup, [Backup], 1), change.Next);
    }

    [Fact]
    public void OnRowRead_OwnRowAfterThePrimaryDied_ReportsWhoDied()
    {
        Replica replica = CreateWithState(out _);
        replica.OnRowRead(new PartitionConfig(2, Primary, [Primary, Backup], 1), TimeSpan.Zero);

        replica.OnRowRead(new PartitionConfig(3, Backup, [Backup], 1), TimeSpan.Zero);

        Assert.Equal(new ReplicaEvent(ReplicaEventKind.TookOver, Primary, 0, 3), replica.Output.Events[^1]);
    }

    [Fact]
    public void OnRowRead_OwnRowOfANewIncarnation_ReportsThatTheStateIsLostAndWithWhom()
    {
        Replica replica = new(0, Backup, new GroupLimits(), new ReplicaSettings(), this);
        replica.OnRowRead(new PartitionConfig(2, Primary, [Primary], 1), TimeSpan.Zero);

        replica.OnRowRead(new PartitionConfig(3, Backup, [Backup], 3), TimeSpan.Zero);

        Assert.Equal(new ReplicaEvent(ReplicaEventKind.StateLost, Primary, 0, 3), replica.Output.Events[^1]);
    }

    [Fact]
    public void OnChangeCompleted_HandedOver_NotifiesTheNewPrimary()
    {
        Replica replica = CreatePrimary();
        PartitionConfig handedOver = new(2, Backup, [Primary, Backup], 1);

        replica.OnRowRead(handedOver, TimeSpan.Zero);

        Assert.Contains((Backup, new Configured(handedOver)), replica.Output.Messages);
    }

    [Fact]
    public void Tick_RowOfAnotherPrimaryIsMissing_SendsItToThatPrimary()
    {
        Replica replica = CreatePrimary();
        PartitionConfig handedOver = new(2, Backup, [Primary, Backup], 1);
        replica.OnRowRead(handedOver, TimeSpan.Zero);
        replica.OnRowRead(null, TimeSpan.Zero);
        replica.Output.Clear();

        replica.Tick(TimeSpan.FromSeconds(1));

        Assert.Equal([(Backup, new Configured(handedOver))], replica.Output.Messages);
    }

    [Fact]
    public void Tick_RowIsMissingAndItsPrimaryDead_SendsItToItsPossibleSuccessors()
    {
        NodeId leaving = new("l"),
            chosen = new("c");
        Replica replica = new(0, leaving, new GroupLimits(), new ReplicaSettings(), this);
        PartitionConfig row = new(2, Primary, [Primary, Backup], 1);
        replica.OnRowRead(row, TimeSpan.Zero);
        replica.OnRowRead(null, TimeSpan.Zero);
        replica.SetView(new MembershipView([chosen], new[] { Primary }.ToFrozenSet()), TimeSpan.Zero);
        replica.Output.Clear();

        replica.Tick(TimeSpan.FromSeconds(1));

        Assert.Equal([(Backup, new Configured(row)), (chosen, new Configured(row))], replica.Output.Messages);
    }

    [Fact]
    public void OnChangeUnanswered_RefusedForADeadMember_PrimaryDoesNotCommitAlone()
    {
        Replica replica = CreatePrimary();
        replica.OnRowRead(new PartitionConfig(2, Primary, [Primary, Backup], 1), TimeSpan.Zero);
        replica.SetView(new MembershipView([Primary], new[] { Backup }.ToFrozenSet()), TimeSpan.Zero);
        ConfigChange removal = Assert.Single(replica.Output.Changes);
        replica.Output.Clear();

        replica.OnChangeUnanswered(removal, TimeSpan.Zero);
        replica.Post("ticket", new PartitionInput(InputKind.Post, Guid.NewGuid(), 1, 1), epoch: 0);
        replica.Flush(TimeSpan.Zero);
        replica.Tick(TimeSpan.FromSeconds(1));

        Assert.Equal([removal], replica.Output.Changes);
        Assert.Empty(replica.Output.Responses);
    }

    /// <summary>Otherwise the gateway would refuse this primary for ever, if all other members are new.</summary>
    [Fact]
    public void Post_GatewayHasSeenAHigherEpoch_PrimaryRaisesItsOwn()
    {
        Replica replica = CreatePrimary();

        replica.Post("ticket", new PartitionInput(InputKind.Post, Guid.NewGuid(), 1, 1), epoch: 70);
        replica.Tick(TimeSpan.FromSeconds(1));

        Assert.Equal(
            new ConfigChange(1, new PartitionConfig(71, Primary, [Primary], 1)),
            Assert.Single(replica.Output.Changes)
        );
    }

    [Fact]
    public void Receive_TransferEpochBelowOneSeen_PrimaryRaisesEpoch()
    {
        Replica target = new(0, Backup, new GroupLimits(), new ReplicaSettings(), this);
        target.Receive(Primary, CreatePart(transfer: 1) with { Epoch = 70 }, TimeSpan.Zero);
        target.Output.Clear();
        target.Receive(Primary, CreatePart(transfer: 2), TimeSpan.Zero);
        ReplicaMessage answer = Assert.Single(target.Output.Messages).Message;
        Replica primary = CreatePrimary();

        primary.Receive(Backup, answer, TimeSpan.Zero);
        primary.Tick(TimeSpan.FromSeconds(1));

        Assert.Equal(new EpochSeen(70), answer);
        Assert.Equal(71, Assert.Single(primary.Output.Changes).Next.Epoch);
    }

    /// <summary>
    /// After the table was emptied, a primary that has led for long may restore its row although another one led.
    /// </summary>
    [Fact]
    public void Receive_TransferOfAnotherPrimaryWithALowerTerm_ReplacesTheState()
    {
        NodeId other = new("c");
        Replica replica = new(0, Backup, new GroupLimits(), new ReplicaSettings(), this);
        replica.Receive(other, CreatePart(transfer: 1) with { Epoch = 70, Term = 70 }, TimeSpan.Zero);
        replica.Output.Clear();

        replica.Receive(Primary, CreatePart(transfer: 1) with { Epoch = 71 }, TimeSpan.Zero);

        Assert.Equal((Primary, new TransferAcknowledged(71, 1, 0)), Assert.Single(replica.Output.Messages));
    }

    [Fact]
    public void OnRowRead_FirstRowNamesTransferSender_KeepsTheState()
    {
        Replica replica = new(0, Backup, new GroupLimits(), new ReplicaSettings(), this);
        replica.Receive(Primary, CreatePart(transfer: 1), TimeSpan.Zero);

        replica.OnRowRead(new PartitionConfig(2, Primary, [Primary], 1), TimeSpan.Zero);

        Assert.True(replica.HasState);
    }

    [Fact]
    public void OnRowRead_AnotherPrimaryThanTheSenderOfTheState_DropsTheState()
    {
        Replica replica = CreateWithState(out _);

        replica.OnRowRead(new PartitionConfig(2, new NodeId("c"), [new NodeId("c")], 1), TimeSpan.Zero);

        Assert.False(replica.HasState);
    }

    [Fact]
    public void SetView_InSyncWithoutAStateAndTheOthersDead_BeginsANewIncarnation()
    {
        Replica replica = new(0, Backup, new GroupLimits(), new ReplicaSettings(), this);
        replica.OnRowRead(new PartitionConfig(3, Primary, [Primary, Backup], 1), TimeSpan.Zero);

        replica.SetView(new MembershipView([new NodeId("c"), Backup], new[] { Primary }.ToFrozenSet()), TimeSpan.Zero);

        Assert.Equal(new PartitionConfig(4, Backup, [Backup], 4), Assert.Single(replica.Output.Changes).Next);
    }

    [Fact]
    public void OnChangeCompleted_RefusedByAnEmptiedTable_RestoresTheRowWithAnEpochThatWasNeverUsed()
    {
        Replica replica = CreatePrimary();
        replica.OnRowRead(new PartitionConfig(2, Primary, [Primary, Backup], 1), TimeSpan.Zero);
        replica.SetView(new MembershipView([Primary], new[] { Backup }.ToFrozenSet()), TimeSpan.Zero);
        ConfigChange removal = Assert.Single(replica.Output.Changes);
        replica.Output.Clear();

        // It may have been carried out, its response lost, and the table emptied.
        replica.OnChangeCompleted(removal, null, TimeSpan.Zero);

        ConfigChange restored = Assert.Single(replica.Output.Changes);
        Assert.True(restored.Next.Epoch > removal.Next.Epoch);
        Assert.Equal(new PartitionConfig(restored.Next.Epoch, Primary, [Primary, Backup], 1), restored.Next);
        Assert.Equal(0, restored.ExpectedEpoch);
    }

    /// <summary>
    /// Another replica may have created a row with the next epoch before the table was emptied.
    /// </summary>
    [Fact]
    public void OnRowRead_RowIsLost_TwoReplicasRestoreItWithDifferentEpochs()
    {
        long[] epochs = [.. new[] { Primary, Backup }.Select(Restore)];

        Assert.NotEqual(epochs[0], epochs[1]);

        long Restore(NodeId self)
        {
            ReplicaSettings settings = new() { EpochDistance = ReplicaSettings.GetEpochDistance(self) };
            Replica replica = new(0, self, new GroupLimits(), settings, this);
            replica.OnRowRead(new PartitionConfig(1, self, [self], 1), TimeSpan.Zero);
            replica.OnRowRead(null, TimeSpan.Zero);
            return Assert.Single(replica.Output.Changes).Next.Epoch;
        }
    }

    [Fact]
    public void Tick_NoRowForASecond_EpochIsAboveTheTimeOfTheClaim()
    {
        Replica replica = new(0, Primary, new GroupLimits(), new ReplicaSettings { FirstEpoch = 1_000_000 }, this);
        replica.SetView(new MembershipView([Primary], FrozenSet<NodeId>.Empty), TimeSpan.Zero);
        replica.OnRowRead(null, TimeSpan.FromSeconds(6));
        Assert.Empty(replica.Output.Changes);

        replica.Tick(TimeSpan.FromSeconds(7));

        Assert.Equal(
            new ConfigChange(0, new PartitionConfig(1_007_001, Primary, [Primary], 1_007_001)),
            Assert.Single(replica.Output.Changes)
        );
    }

    void IGroupEvents.Dropped(Identifier group, Identifier member, DropReason reason, long count) { }

    void IGroupEvents.UnknownRecipient(Identifier group, Identifier sender, Frame receipt) { }

    void IPartitionEvents.GroupFailed(Identifier group, Exception bug) => Assert.Fail(bug.Message);

    /// <summary>The primary of an empty partition; its row has epoch 1.</summary>
    private Replica CreatePrimary()
    {
        Replica replica = new(0, Primary, new GroupLimits(), new ReplicaSettings(), this);
        replica.OnRowRead(new PartitionConfig(1, Primary, [Primary], 1), TimeSpan.Zero);
        Assert.True(replica.IsPrimary);
        replica.Output.Clear();
        return replica;
    }

    /// <summary>A replica with an empty state from the primary's second transfer, not yet in sync.</summary>
    private Replica CreateWithState(out TransferPart old)
    {
        Replica replica = new(0, Backup, new GroupLimits(), new ReplicaSettings(), this);
        replica.OnRowRead(new PartitionConfig(1, Primary, [Primary], 1), TimeSpan.Zero);
        TransferPart second = CreatePart(transfer: 2);
        old = second with { Transfer = 1 };
        replica.Receive(Primary, second, TimeSpan.Zero);
        Assert.True(replica.HasState);
        return replica;
    }

    /// <summary>An empty state in one part.</summary>
    private TransferPart CreatePart(long transfer) =>
        new OutgoingTransfer(Backup, transfer, new TransferBudget()).NextMessage(
            new PartitionState(new GroupLimits(), this),
            1,
            1,
            TimeSpan.Zero,
            new ReplicaSettings()
        )!;
}
