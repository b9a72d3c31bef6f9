using MGen.Analysis.Results;

namespace MGen.Analysis.Tests;

/// <summary>The fates of single messages, in small logs.</summary>
public sealed class MessageFateTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Analyze_DeliveredAndAcknowledged_HasBothLatencies()
    {
        _folder.Write("mgen-client.log", Send(1), Receive(1.25), Receipt(1.5));

        AnalysisResult result = _folder.Analyze();

        Assert.Equal(Verdict.Ok, result.Verdict);
        Assert.Equal(
            (1, 1, 1, 0),
            (result.Messages.Sent, result.Messages.Owed, result.Messages.Acknowledged, result.Messages.TimedOut)
        );
        Assert.Equal(320, result.Messages.SentBytes);
        Assert.Equal(500_000, result.RoundTrip.MaxMicroseconds);
        Assert.Equal(250_000, result.Delivery.MaxMicroseconds);
        Assert.Equal(1, result.Messages.DeliveryRatio);
        Assert.Empty(result.Losses);
    }

    [Fact]
    public void Analyze_NeverAcknowledged_IsTimedOutAndMissing()
    {
        _folder.Write("mgen-client.log", Send(1), Receive(1.25), Line(100, "bob,g,Idle"));

        AnalysisResult result = _folder.Analyze();

        Assert.Equal(Verdict.Lossy, result.Verdict);
        Assert.Equal(
            (1, 1, 0),
            (result.Messages.NeverAcknowledged, result.Messages.TimedOut, result.Messages.Undecided)
        );
        Assert.Equal((0, 1), (result.RoundTrip.Count, result.RoundTrip.Missing));
        Assert.Null(result.RoundTrip.P50Microseconds);
        Assert.Equal(1, result.Losses["receiptNotDelivered"]);
        Assert.Equal([1.0], result.Conversations.TimedOutBySender.Values);
        Assert.Equal([1.0], result.Conversations.TimedOutByRecipient.Values);
    }

    [Fact]
    public void Analyze_NeverAcknowledgedBeforeTheEnd_IsUndecidedAndCounted()
    {
        _folder.Write("mgen-client.log", Send(1), Receive(1.25), Line(20, "bob,g,Idle"));

        MessageCounts messages = _folder.Analyze().Messages;

        Assert.Equal((1, 1), (messages.TimedOut, messages.Undecided));
    }

    [Fact]
    public void Analyze_Cooldown_LeavesOutTheEnd()
    {
        _folder.Write(
            "mgen-client.log",
            Send(1),
            Receive(1.25),
            Receipt(1.5),
            Send(80, id: 1),
            Line(100, "bob,g,Idle")
        );

        MessageCounts messages = _folder.Analyze(new AnalysisOptions { Cooldown = TimeSpan.FromSeconds(30) }).Messages;

        Assert.Equal((1, 1, 0), (messages.Sent, messages.LeftOut, messages.TimedOut));
    }

    [Fact]
    public void Analyze_WarmupOfLiveRun_CountsFromTheFirstLine()
    {
        _folder.Write(
            "mgen-client.log",
            Line(0, "bob,g,Idle"),
            Send(10),
            Receipt(11),
            Send(10.001, id: 1),
            Receipt(11, id: 1)
        );

        MessageCounts messages = _folder.Analyze(new AnalysisOptions { Warmup = TimeSpan.FromSeconds(10) }).Messages;

        Assert.Equal((1, 1), (messages.Sent, messages.LeftOut));
    }

    [Fact]
    public void Analyze_ReceiptAfterTheTimeout_IsLateWithItsTime()
    {
        _folder.Write(
            "mgen-client.log",
            Send(1),
            Receive(2),
            Receipt(31.001),
            Send(40, id: 1),
            Receive(41, id: 1),
            Receipt(70, id: 1)
        );

        AnalysisResult result = _folder.Analyze();

        Assert.Equal(
            (2, 1, 0),
            (result.Messages.Acknowledged, result.Messages.Late, result.Messages.NeverAcknowledged)
        );
        Assert.Equal(30_001_000, result.RoundTrip.MaxMicroseconds);
        Assert.Equal(0.5, result.Messages.TimedOutRatio);
    }

    [Theory]
    [InlineData(new string[0], "neverReachedServer")]
    [InlineData(new[] { "received,alice,g,0" }, "notDelivered")]
    [InlineData(
        new[] { "received,alice,g,0", "CLIENT bob,g,receive,Idle,Idle,alice,320,0" },
        "receiptNeverReachedServer"
    )]
    [InlineData(
        new[] { "received,alice,g,0", "CLIENT bob,g,receive,Idle,Idle,alice,320,0", "receipt,bob,g,alice,0" },
        "receiptNotDelivered"
    )]
    public void Analyze_LossWithServersLog_IsNamedByTheLastPlaceSeen(string[] lines, string stage)
    {
        string[] client =
        [
            .. lines
                .Where(line => line.StartsWith("CLIENT ", StringComparison.Ordinal))
                .Select(line => Line(2, line[7..])),
        ];
        _folder.Write("mgen-client.log", [Line(0, "bob,g,Idle"), Send(1), .. client, Line(100, "bob,g,Idle")]);
        _folder.Write(
            "mgen-server.log",
            [
                Line(0, "register,alice,g"),
                Line(0, "register,bob,g"),
                .. lines
                    .Where(line => !line.StartsWith("CLIENT ", StringComparison.Ordinal))
                    .Select(line => Line(1.5, line)),
            ]
        );

        Assert.Equal([new(stage, 1)], _folder.Analyze().Losses);
    }

    [Fact]
    public void Analyze_RecipientWithoutLog_LossIsUnknown()
    {
        _folder.Write("mgen-client.log", Send(1), Receipt(2), Send(3, id: 1), Line(100, "alice,g,Idle"));

        AnalysisResult result = _folder.Analyze();

        Assert.Equal([new("unknown", 1)], result.Losses);
        Assert.Equal(0, result.Messages.DeliveriesOwed);
        Assert.Null(result.Messages.DeliveryRatio);
    }

    [Fact]
    public void Analyze_RecipientAsleep_OwesNothing()
    {
        _folder.Write(
            "mgen-client.log",
            Line(0, "bob,g,waiting,5"),
            Line(0, "bob,g,handshake"),
            Send(1),
            Line(10, "bob,g,awake"),
            Receive(10),
            Receipt(10.5),
            Send(11, id: 1),
            Receipt(12, id: 1)
        );

        AnalysisResult result = _folder.Analyze();

        Assert.Equal((2, 1, 1), (result.Messages.Sent, result.Messages.Owed, result.Messages.ToSleeping));
        Assert.Contains(result.Warnings, warning => warning.Contains("not awake yet", StringComparison.Ordinal));
    }

    [Fact]
    public void Analyze_MemberWhoNeverWakes_OwesNothing()
    {
        _folder.Write(
            "mgen-client.log",
            Line(0, "carol,g,waiting,5"),
            Line(0, "carol,g,handshake"),
            Send(1),
            Receive(2),
            Receipt(3)
        );

        MessageCounts messages = _folder.Analyze().Messages;

        Assert.Equal((1, 1), (messages.Owed, messages.ToSleeping));
    }

    [Fact]
    public void Analyze_ShardsOfOneRun_AreJoinedByUserGroupAndNumber()
    {
        _folder.Write("a/mgen-client.log", Send(1));
        _folder.Write("b/mgen-client.log", Receipt(2));
        _folder.Write("c/mgen-client.log", Receive(1.5));

        AnalysisResult result = _folder.Analyze();

        Assert.Equal((1, 1), (result.RoundTrip.Count, result.Delivery.Count));
        Assert.Equal(Verdict.Ok, result.Verdict);
    }

    [Fact]
    public void Analyze_LogGivenTwice_CountsOnceAndWarns()
    {
        string[] lines = [Send(1), Receive(1.25), Receipt(1.5)];
        _folder.Write("a.log", lines);
        _folder.WriteGzip("b.log.gz", lines);

        AnalysisResult result = _folder.Analyze();

        Assert.Equal(
            (1, 1, 1, 3),
            (result.Messages.Sent, result.Messages.Acknowledged, result.Messages.Delivered, result.Messages.Duplicates)
        );
        Assert.Contains(result.Warnings, warning => warning.Contains("a log given twice", StringComparison.Ordinal));
    }

    [Fact]
    public void Analyze_RestartedClient_JudgesBothMessagesOfANumber()
    {
        _folder.Write("mgen-client.log", Send(1), Receive(1.5), Receipt(2), Send(10), Receive(10.5), Receipt(11));

        MessageCounts messages = _folder.Analyze().Messages;

        Assert.Equal((2, 2, 2, 1), (messages.Sent, messages.Acknowledged, messages.Delivered, messages.Renumbered));
    }

    [Fact]
    public void Analyze_ClocksThatDiffer_CountAsZeroAndAreReported()
    {
        _folder.Write("mgen-client.log", Send(1), Receive(0.5), Receipt(2));

        AnalysisResult result = _folder.Analyze();

        Assert.Equal((1, 1), (result.Messages.Delivered, result.Messages.BeforeSend));
        Assert.Equal(0, result.Delivery.MaxMicroseconds);
        Assert.Contains(result.Warnings, warning => warning.Contains("is an original", StringComparison.Ordinal));
    }

    [Fact]
    public void Analyze_PeerThatSendsToItself_OwesItselfNothing()
    {
        _folder.Write(
            "mgen-peer.log",
            Send(1),
            Line(1.1, "alice,g,receive,Active,Active,alice,320,0"),
            Line(1.2, "alice,g,receive,Active,Active,alice,receipt,0"),
            Receive(2),
            Receipt(3)
        );

        AnalysisResult result = _folder.Analyze();

        Assert.Equal((1, 2), (result.Messages.Owed, result.Messages.ToSelf));
        Assert.Equal(2_000_000, result.RoundTrip.MinMicroseconds);
    }

    [Fact]
    public void Analyze_ReceiptOfAMessageNobodySent_IsUnexpected()
    {
        _folder.Write("mgen-client.log", Send(1), Receive(1.25), Receipt(1.5), Receipt(1.6, id: 7));

        AnalysisResult result = _folder.Analyze();

        Assert.Equal(1, result.Messages.Unexpected);
        Assert.Equal(Verdict.Doubtful, result.Verdict);
    }

    [Fact]
    public void Analyze_OnlyTheRecipientsLog_IsEmptyWithTheSenderUnknown()
    {
        _folder.Write("mgen-client.log", Receive(1));

        AnalysisResult result = _folder.Analyze();

        Assert.Equal(1, result.Messages.SenderUnknown);
        Assert.Equal(Verdict.Empty, result.Verdict);
    }

    private static string Send(double seconds, int id = 0) => Line(seconds, $"alice,g,send,Idle,Active,2,{id}");

    private static string Receive(double seconds, int id = 0) =>
        Line(seconds, $"bob,g,receive,Idle,Idle,alice,320,{id}");

    private static string Receipt(double seconds, int id = 0) =>
        Line(seconds, $"alice,g,receive,Active,Active,bob,receipt,{id}");

    private static string Line(double seconds, string text) => RunFolder.Line(seconds, text);
}
