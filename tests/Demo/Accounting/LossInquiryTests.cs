using MGen.Demo.Accounting;
using MGen.Demo.People;
using MGen.Demo.Tests.Results;
using MGen.Wire;

namespace MGen.Demo.Tests.Accounting;

public sealed class LossInquiryTests : IDisposable
{
    private static readonly Identifier Ava = Identifier.Create("ava");
    private static readonly Identifier Ben = Identifier.Create("ben");
    private static readonly Identifier Group = Identifier.Create("ava-ben");

    private readonly string _serverLog = Path.GetTempFileName();
    private readonly MessageLedger _ledger = new(
        new Population([Ava, Ben], [new DemoGroup(Group, [Ava, Ben])]),
        TimeProvider.System
    );

    public void Dispose() => File.Delete(_serverLog);

    [Fact]
    public void Inquire_MessagesLostAtDifferentPlaces_TellsHowFarEachCame()
    {
        for (uint id = 0; id < 4; id++)
            _ledger.OnSent(Ava, Group, id, 160);
        foreach (uint id in new uint[] { 2, 3 })
            _ledger.OnReceived(Ben, Group, Ava, id, 160);
        _ledger.OnReceipt(Ava, Group, Ben, 3);
        File.WriteAllText(_serverLog, "2026-01-01 00:00:00,1767225600.000000000,received,ava,ava-ben,1\n");

        Assert.Equal(
            new SortedDictionary<LossReason, long>
            {
                [LossReason.NeverReachedServer] = 1,
                [LossReason.NotDelivered] = 1,
                [LossReason.ReceiptLost] = 1,
            },
            LossInquiry.Inquire(_ledger, WithAttachments(0, 0), [_serverLog], areComplete: true)
        );
    }

    [Fact]
    public void Inquire_AServerWasKilled_WhatNoLogShowsIsUntracedAndAllLogsCount()
    {
        for (uint id = 0; id < 3; id++)
            _ledger.OnSent(Ava, Group, id, 160);
        File.WriteAllText(
            _serverLog,
            "2026-01-01 00:00:00,1767225600.000000000,received,ava,ava-ben,1\n2026-01-01 00:00:00,17672256"
        );
        string other = _serverLog + "2";
        File.WriteAllText(other, "2026-01-01 00:00:00,1767225600.000000000,received,ava,ava-ben,2\n");

        Assert.Equal(
            new SortedDictionary<LossReason, long> { [LossReason.NotDelivered] = 2, [LossReason.Untraced] = 1 },
            LossInquiry.Inquire(_ledger, WithAttachments(0, 0), [_serverLog, other], areComplete: false)
        );
        File.Delete(other);
    }

    [Fact]
    public void Inquire_AttachmentsMissing_TellsWhichWay()
    {
        _ledger.OnSent(Ava, Group, 0, 16_000);
        _ledger.OnReceived(Ben, Group, Ava, 0, 16_000);
        _ledger.OnReceipt(Ava, Group, Ben, 0);

        Assert.Equal(
            new SortedDictionary<LossReason, long> { [LossReason.NotUploaded] = 1, [LossReason.NotDownloaded] = 1 },
            LossInquiry.Inquire(_ledger, WithAttachments(0, 0), [_serverLog], areComplete: true)
        );
    }

    [Fact]
    public void Inquire_NothingMissing_FindsNothing()
    {
        _ledger.OnSent(Ava, Group, 0, 16_000);
        _ledger.OnReceived(Ben, Group, Ava, 0, 16_000);
        _ledger.OnReceipt(Ava, Group, Ben, 0);

        Assert.Empty(LossInquiry.Inquire(_ledger, WithAttachments(1, 1), [_serverLog], areComplete: true));
    }

    private static Messenger.Measurement.LedgerSnapshot WithAttachments(long up, long down) =>
        Outcomes.Swarm with
        {
            AttachmentsUploaded = up,
            AttachmentsDownloaded = down,
        };
}
