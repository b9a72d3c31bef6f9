using System.Globalization;
using MGen.Analysis;
using MGen.Demo.Results;

namespace MGen.Demo.Tests.Results;

/// <summary>The fates of messages by the logs of a run: ava sends to ben.</summary>
public sealed class MessageFatesTests : IDisposable
{
    private readonly string _logs = Directory.CreateTempSubdirectory("mgen-demo-test-").FullName;
    private readonly List<string> _client = [];
    private readonly List<string> _server = [];
    private int _milliseconds;

    public MessageFatesTests()
    {
        foreach (string user in (string[])["ava", "ben"])
        {
            Log(_client, $"{user},ava-ben,waiting,6");
            Log(_client, $"{user},ava-ben,awake");
            Log(_server, $"register,{user},ava-ben");
        }
    }

    public void Dispose() => Directory.Delete(_logs, recursive: true);

    [Fact]
    public void From_EverythingArrived_CountsIt()
    {
        Send(0, blocks: 100);
        Receive(0, bytes: 16_000);
        Acknowledge(0);

        MessageFates fates = Read();

        Assert.Equal(
            (1, 1, 1, 1, 0, 0),
            (fates.Sent, fates.Owed, fates.Delivered, fates.Receipts, fates.Unexpected, fates.ToSleeping)
        );
        Assert.Equal((1, 1), (fates.AttachmentsSent, fates.AttachmentsDelivered));
        Assert.Equal((1, 2_000), (fates.Latency.Count, fates.Latency.Max));
        Assert.Empty(fates.Losses);
    }

    [Fact]
    public void From_MessagesLostAtDifferentPlaces_NamesTheLastPlaceOfEach()
    {
        for (int id = 0; id < 3; id++)
            Send(id, reachesServer: id > 0);
        Receive(2);
        Log(_server, "dropped,ben,ava-ben,ava,1,queue");

        Assert.Equal(
            new SortedDictionary<LossReason, long>
            {
                [LossReason.NeverReachedServer] = 1,
                [LossReason.NotDelivered] = 1,
                [LossReason.ReceiptLost] = 1,
            },
            Read().Losses
        );
    }

    [Fact]
    public void From_AServerWasKilled_WhatNoLogShowsIsUntraced()
    {
        Send(0, reachesServer: false);
        Send(1);
        _server.Add("2026-01-01 00:00:00,17672256");

        MessageFates fates = Read(areComplete: false);

        Assert.Equal(
            new SortedDictionary<LossReason, long> { [LossReason.NotDelivered] = 1, [LossReason.Untraced] = 1 },
            fates.Losses
        );
        Assert.Equal(2, fates.Undelivered);
    }

    [Fact]
    public void From_DeliveredTwiceOrNeverSent_IsUnexpected()
    {
        Send(0);
        Receive(0);
        Receive(0);
        Acknowledge(0);
        Receive(1);

        MessageFates fates = Read();

        Assert.Equal((1, 2), (fates.Delivered, fates.Unexpected));
    }

    [Fact]
    public void From_RecipientNotAwake_IsNotOwedAndCountedSeparately()
    {
        _client.RemoveAt(_client.Count - 1);
        Send(0);
        Log(_client, "ben,ava-ben,awake");

        MessageFates fates = Read();

        Assert.Equal((1, 0, 1), (fates.Sent, fates.Owed, fates.ToSleeping));
    }

    private void Send(int id, int blocks = 1, bool reachesServer = true)
    {
        Log(_client, $"ava,ava-ben,send,Idle,Idle,{blocks},{id}");
        if (reachesServer)
            Log(_server, $"received,ava,ava-ben,{id}");
    }

    private void Receive(int id, int bytes = 160) => Log(_client, $"ben,ava-ben,receive,Idle,Idle,ava,{bytes},{id}");

    private void Acknowledge(int id) => Log(_client, $"ava,ava-ben,receive,Idle,Idle,ben,receipt,{id}");

    private void Log(List<string> log, string line)
    {
        string time = (1_767_225_600 + (_milliseconds++ / 1000.0)).ToString("F9", CultureInfo.InvariantCulture);
        log.Add($"2026-01-01 00:00:00,{time},{line}");
    }

    private MessageFates Read(bool areComplete = true)
    {
        File.WriteAllLines(
            Path.Combine(_logs, "mgen-client.log"),
            ["2026-01-01 00:00:00,1767225600.0,extended,1", .. _client]
        );
        File.WriteAllLines(Path.Combine(_logs, "mgen-server.log"), _server);
        return MessageFates.From(
            RunAnalyzer.Analyze([_logs], _logs, new AnalysisOptions(), null, TestContext.Current.CancellationToken),
            areComplete
        );
    }
}
