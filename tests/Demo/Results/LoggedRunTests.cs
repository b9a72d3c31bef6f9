using System.Globalization;
using System.Text.Json;
using MGen.Analysis;
using MGen.Demo.Accounting;
using MGen.Demo.Results;

namespace MGen.Demo.Tests.Results;

/// <summary>The report of a run from its logs: ava sends to ben.</summary>
public sealed class LoggedRunTests : IDisposable
{
    private readonly string _logs = Directory.CreateTempSubdirectory("mgen-demo-test-").FullName;
    private readonly List<string> _client = [];
    private readonly List<string> _server = [];
    private int _milliseconds;

    public LoggedRunTests()
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
    public void Build_EverythingArrived_CountsIt()
    {
        Send(0, blocks: 100);
        Receive(0, bytes: 16_000);
        Acknowledge(0);

        DemoReport report = Report();

        JsonElement json = JsonElement.Parse(report.ToJson());
        Assert.Equal([1, 1, 1, 1, 0, 0], Numbers("messages", "sent owed delivered receipts lost unexpected"));
        Assert.Equal([1, 1], Numbers("attachments", "sent owed"));
        Assert.Equal([1, 2_000], Numbers("latencyMicroseconds", "count max"));
        Assert.Empty(report.Losses);

        IEnumerable<long> Numbers(string part, string members) =>
            members.Split(' ').Select(member => json.GetProperty(part).GetProperty(member).GetInt64());
    }

    [Fact]
    public void Build_MessagesLostAtDifferentPlaces_NamesTheLastPlaceOfEach()
    {
        for (int id = 0; id < 3; id++)
            Send(id, reachesServer: id > 0);
        Receive(2);
        Log(_server, "dropped,ben,ava-ben,ava,1,queue");

        Assert.Equal(
            [("neverReachedServer", 1), ("notDelivered", 1), ("receiptNeverReachedServer", 1)],
            Report().Losses.Select(loss => (loss.Key, loss.Value))
        );
    }

    [Fact]
    public void Build_AServerWasKilled_WhatNoLogShowsIsUnknown()
    {
        Send(0, reachesServer: false);
        Send(1);
        _server.Add("2026-01-01 00:00:00,17672256");

        DemoReport report = Report(Outcomes.Kills);

        Assert.Equal([("notDelivered", 1), ("unknown", 1)], report.Losses.Select(loss => (loss.Key, loss.Value)));
        Assert.Equal(2, report.Outcome.Analysis.Messages.Lost);
    }

    [Fact]
    public void Build_DeliveredTwiceOrNeverSent_IsUnexpected()
    {
        Send(0);
        Receive(0);
        Receive(0);
        Acknowledge(0);
        Receive(1);

        DemoReport report = Report();

        Assert.Equal((1, 2), (report.Outcome.Analysis.Messages.Delivered, report.Unexpected));
    }

    [Fact]
    public void Build_RecipientNotAwake_IsNotOwedAndCountedSeparately()
    {
        _client.RemoveAt(_client.Count - 1);
        Send(0);
        Log(_client, "ben,ava-ben,awake");

        DemoReport report = Report();

        Assert.Equal((1, 0), (report.Outcome.Analysis.Messages.Sent, report.Outcome.Analysis.Messages.DeliveriesOwed));
        Assert.Contains(
            "1 deliveries are not counted, because their recipients were not awake yet when they were sent",
            report.Warnings
        );
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

    private DemoReport Report(params IReadOnlyList<Kill> kills)
    {
        File.WriteAllLines(
            Path.Combine(_logs, "mgen-client.log"),
            ["2026-01-01 00:00:00,1767225600.000000000,extended,1", .. _client]
        );
        File.WriteAllLines(Path.Combine(_logs, "mgen-server.log"), _server);
        return new DemoReport(
            Outcomes.Clean with
            {
                Analysis = RunAnalyzer.Analyze(
                    [_logs],
                    _logs,
                    new AnalysisOptions(),
                    null,
                    TestContext.Current.CancellationToken
                ),
                Kills = kills,
            }
        );
    }
}
