using MGen.Demo.Accounting;
using MGen.Demo.People;
using MGen.Wire;
using Microsoft.Extensions.Time.Testing;

namespace MGen.Demo.Tests.Accounting;

public sealed class MessageLedgerTests
{
    private static readonly Identifier Ava = Identifier.Create("ava");
    private static readonly Identifier Ben = Identifier.Create("ben");
    private static readonly Identifier Cleo = Identifier.Create("cleo");
    private static readonly Identifier Group = Identifier.Create("chess");

    private readonly FakeTimeProvider _clock = new();
    private readonly MessageLedger _ledger;

    public MessageLedgerTests() =>
        _ledger = new MessageLedger(new Population([Ava, Ben, Cleo], [new DemoGroup(Group, [Ava, Ben, Cleo])]), _clock);

    [Fact]
    public async Task Settle_EverythingAcknowledged_EndsWithNothingOpen()
    {
        _ledger.OnSent(Ava, Group, 0, 160);
        Deliver(Ben, Ava, 0);
        Deliver(Cleo, Ava, 0);
        Acknowledge(Ava, Ben, 0);
        Task settled = _ledger.SettleAsync();
        Assert.False(settled.IsCompleted);

        Acknowledge(Ava, Cleo, 0);

        await settled;
        Assert.Empty(_ledger.OpenFates());
        FateCounts counts = _ledger.Counts;
        Assert.Equal(
            (1, 2, 2, 2, 0, 0),
            (counts.Sent, counts.Owed, counts.Delivered, counts.Receipts, counts.Undelivered, counts.Unexpected)
        );
    }

    [Fact]
    public void OpenFates_HalfArrived_TellsWhoLacksWhat()
    {
        _ledger.OnSent(Ava, Group, 3, 160);
        Deliver(Ben, Ava, 3);

        Assert.Equal(
            [
                new OpenFate(Group, Ava, 3, Cleo, IsDelivered: false),
                new OpenFate(Group, Ava, 3, Ben, IsDelivered: true),
            ],
            _ledger.OpenFates()
        );
        Assert.Equal(1, _ledger.Counts.Undelivered);
    }

    [Fact]
    public void OnReceived_Twice_IsUnexpected()
    {
        _ledger.OnSent(Ava, Group, 0, 160);
        Deliver(Ben, Ava, 0);

        Deliver(Ben, Ava, 0);

        Assert.Equal((1, 1), (_ledger.Counts.Delivered, _ledger.Counts.Unexpected));
    }

    [Fact]
    public void OnReceived_NeverSentOrOnesOwn_IsUnexpected()
    {
        _ledger.OnSent(Ava, Group, 0, 160);

        Deliver(Ben, Ava, 1);
        Deliver(Ben, Cleo, 0);
        Deliver(Ava, Ava, 0);
        Deliver(Ben, Identifier.Create("stranger"), 0);

        Assert.Equal((0, 4), (_ledger.Counts.Delivered, _ledger.Counts.Unexpected));
    }

    [Fact]
    public void OnReceipt_NotDeliveredOrTwice_IsUnexpected()
    {
        _ledger.OnSent(Ava, Group, 0, 160);
        Acknowledge(Ava, Ben, 0);
        Deliver(Ben, Ava, 0);
        Acknowledge(Ava, Ben, 0);
        Acknowledge(Ava, Ben, 0);

        Assert.Equal((1, 2), (_ledger.Counts.Receipts, _ledger.Counts.Unexpected));
    }

    [Fact]
    public void Counts_Latency_IsFromSendToDelivery()
    {
        _ledger.OnSent(Ava, Group, 0, 160);
        _clock.Advance(TimeSpan.FromMilliseconds(40));
        Deliver(Ben, Ava, 0);

        Assert.Equal((1, TimeSpan.FromMilliseconds(40)), (_ledger.Counts.Latency.Count, _ledger.Counts.Latency.Max));
    }

    [Fact]
    public void Counts_Attachments_AreMessagesAboveTheInlineLimit()
    {
        _ledger.OnSent(Ava, Group, 0, WireLimits.MaxInlineBodyBytes);
        _ledger.OnSent(Ava, Group, 1, WireLimits.MaxInlineBodyBytes + WireLimits.BlockBytes);
        _ledger.OnReceived(Ben, Group, Ava, 1, WireLimits.MaxInlineBodyBytes + WireLimits.BlockBytes);

        Assert.Equal((1, 1), (_ledger.Counts.AttachmentsSent, _ledger.Counts.AttachmentsDelivered));
    }

    private void Deliver(Identifier member, Identifier sender, uint id) =>
        _ledger.OnReceived(member, Group, sender, id, 160);

    private void Acknowledge(Identifier sender, Identifier member, uint id) =>
        _ledger.OnReceipt(sender, Group, member, id);
}
