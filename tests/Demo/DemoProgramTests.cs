using System.Text.Json;
using MGen.Analysis.Tests;
using MGen.Cli;
using MGen.EventLog;
using MGen.Tools.Tests;

namespace MGen.Demo.Tests;

public sealed class DemoProgramTests : IDisposable
{
    private readonly DemoWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("auto")]
    [InlineData("managed")]
    public async Task Run_SomeSeconds_LosesNothingAndLogsAgree(string engine)
    {
        ExitCode code = await _world.RunAsync(
            "--users",
            "60",
            "--duration",
            "3s",
            "--seed",
            "7",
            "--out",
            "logs",
            "--format",
            "json",
            "--engine",
            engine
        );

        JsonElement report = _world.Json;
        SchemaCheck.AssertFits(report, "demo.schema.json");
        DemoWorld.AssertNothingIsLost(code, report);
        LogAudit logs = new(Path.Combine(_world.Root, "logs"));
        AssertLogsAgree(
            logs,
            report.GetProperty("messages"),
            report.GetProperty("run").GetProperty("conversations").GetInt64()
        );
        AssertAttachmentsAgree(logs, report.GetProperty("attachments"));
        Assert.Equal(
            _world.Output,
            await File.ReadAllTextAsync(
                Path.Combine(_world.Root, "logs", "summary.json"),
                TestContext.Current.CancellationToken
            )
        );
    }

    [Fact]
    public async Task Run_Peers_LosesNothingAndLogAgrees()
    {
        ExitCode code = await _world.RunAsync(
            "--peer",
            "--users",
            "60",
            "--duration",
            "3s",
            "--seed",
            "7",
            "--out",
            "logs",
            "--format",
            "json"
        );

        JsonElement report = _world.Json;
        SchemaCheck.AssertFits(report, "demo.schema.json");
        DemoWorld.AssertNothingIsLost(code, report);
        string[] log = await File.ReadAllLinesAsync(
            Path.Combine(_world.Root, "logs", "mgen-peer.log"),
            TestContext.Current.CancellationToken
        );
        JsonElement messages = report.GetProperty("messages");
        Assert.Equal(60, log.Count(line => line.Contains(",listening on ", StringComparison.Ordinal)));
        Assert.Equal(
            messages.GetProperty("sent").GetInt64(),
            log.Count(line => line.Contains(",send,", StringComparison.Ordinal))
        );
        Assert.Equal(
            messages.GetProperty("delivered").GetInt64() * 2,
            log.Count(line => line.Contains(",receive,", StringComparison.Ordinal))
        );
        Assert.False(File.Exists(Path.Combine(_world.Root, "logs", "mgen-server.log")));
    }

    [Fact]
    public async Task Run_NoTerminal_PrintsProgressLinesAndSummary()
    {
        await _world.RunAsync("--users", "3", "--duration", "1.2s", "--seed", "7");

        string[] lines = _world.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("starting   connections ", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains("   messages ", StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', _world.Error);
        Assert.StartsWith("run          ", _world.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Signalled_StopsInOrderWithVerdictInterrupted()
    {
        _world.StopAt("messages");

        ExitCode code = await _world.RunAsync("--users", "20", "--duration", "1h", "--format", "json");

        Assert.Equal(ExitCode.Interrupted, code);
        Assert.Equal("Interrupted", _world.Json.GetProperty("verdict").GetString());
        Assert.Equal(0, _world.Json.GetProperty("messages").GetProperty("lost").GetInt64());
    }

    [Fact]
    public async Task Run_SignalledBeforeTheServersRun_SaysSoAndIsNoBug()
    {
        _world.Stop();

        Assert.Equal(ExitCode.Interrupted, await _world.RunAsync("--users", "4"));

        Assert.Equal("mgen-demo: interrupted while starting", _world.Error.Trim());
    }

    [Fact]
    public async Task Run_SignalledWhileRegistering_StopsInOrderWithVerdictInterrupted()
    {
        _world.StopAt("starting");

        Assert.Equal(ExitCode.Interrupted, await _world.RunAsync("--users", "20"));

        Assert.Contains("run          interrupted", _world.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--users 1: allowed are 2 to 5000", "--users", "1")]
    [InlineData("--users 5001: allowed are 2 to 5000", "--users", "5001")]
    [InlineData("--users 'many': expected a whole number", "--users", "many")]
    [InlineData("--duration '0s' is not from 500ms to 24h", "--duration", "0s")]
    [InlineData("--duration '25h' is not from 500ms to 24h", "--duration", "25h")]
    [InlineData("--duration '10 years' is not a number and a unit", "--duration", "10 years")]
    [InlineData("--seed '-1': expected a whole number from 0", "--seed", "-1")]
    [InlineData("--cluster and --peer exclude each other", "--cluster", "--peer")]
    [InlineData("--duration 'soon' is not a number and a unit", "--cluster", "--duration", "soon")]
    [InlineData("--duration 'NaN' is not a number and a unit", "--duration", "NaN")]
    [InlineData("--cluster needs a --duration of 10s or more", "--cluster", "--duration", "9s")]
    [InlineData("--format 'xml': allowed are ", "--format", "xml")]
    [InlineData("--engine 'rot13': allowed are ", "--engine", "rot13")]
    [InlineData("'--uesrs'", "--uesrs", "3")]
    public async Task Run_BadOption_NamesAllowedValuesAndStartsNothing(string problem, params string[] arguments)
    {
        Assert.Equal(ExitCode.Usage, await _world.RunAsync(arguments));

        Assert.Contains(problem, _world.Error, StringComparison.Ordinal);
        Assert.Empty(_world.Output);
    }

    [Fact]
    public async Task Run_OutIsNotEmpty_ChangesNothing()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_world.Root, "earlier.log"),
            "precious",
            TestContext.Current.CancellationToken
        );

        Assert.Equal(ExitCode.Usage, await _world.RunAsync("--out", "."));

        Assert.Contains("--out '.' is not empty", _world.Error, StringComparison.Ordinal);
        Assert.Equal(
            "precious",
            await File.ReadAllTextAsync(Path.Combine(_world.Root, "earlier.log"), TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task Run_SummaryCannotBeWritten_SaysSo()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no device that is always full");
        await using FileStream full = new(
            "/dev/full",
            FileMode.Open,
            FileAccess.Write,
            FileShare.ReadWrite,
            bufferSize: 0
        );
        using StringWriter error = new();
        ProgramWorld world = new()
        {
            Arguments = ["--users", "2", "--duration", "500ms", "--quiet"],
            Environment = static _ => null,
            Output = full,
            Error = error,
            WorkingDirectory = _world.Root,
            Stop = TestContext.Current.CancellationToken,
        };

        Assert.Equal(ExitCode.CouldNotStart, await DemoProgram.RunAsync(world));

        Assert.StartsWith("mgen-demo: the output cannot be written: ", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OutMayNotBeRead_CannotStart()
    {
        using LockedDirectory locked = new(_world.Root);

        Assert.Equal(ExitCode.CouldNotStart, await locked.AsNobodyAsync(() => _world.RunAsync("--out", locked.Name)));

        Assert.StartsWith("mgen-demo: could not start: ", _world.Error, StringComparison.Ordinal);
    }

    private static void AssertLogsAgree(LogAudit logs, JsonElement messages, long conversations)
    {
        long sent = messages.GetProperty("sent").GetInt64(),
            delivered = messages.GetProperty("delivered").GetInt64();
        Assert.True(sent > 0, "no user sent a message");
        Assert.Equal(logs.Owed(), logs.Delivered());
        Assert.Equal(logs.Owed(), logs.Acknowledged());
        Assert.Equal(sent, logs.CountOfClients(EventKind.Send));
        Assert.Equal(delivered, logs.CountOfClients(EventKind.Receive));
        Assert.Equal(messages.GetProperty("receipts").GetInt64(), logs.CountOfClients(EventKind.ReceiveReceipt));
        Assert.Equal(conversations, logs.CountOfServer(EventKind.Register));
        Assert.Equal(sent, logs.CountOfServer(EventKind.Received));
        Assert.Equal(delivered, logs.CountOfServer(EventKind.Receipt));
        Assert.Equal(2 * delivered, logs.CountOfServer(EventKind.Sent));
    }

    private static void AssertAttachmentsAgree(LogAudit logs, JsonElement attachments)
    {
        Assert.Equal(attachments.GetProperty("uploaded").GetInt64(), logs.CountOfClients(EventKind.Uploaded));
        Assert.Equal(attachments.GetProperty("downloaded").GetInt64(), logs.CountOfClients(EventKind.Fetched));
        Assert.Equal(attachments.GetProperty("sent").GetInt64(), logs.CountOfWeb(EventKind.Receiving));
        Assert.Equal(attachments.GetProperty("owed").GetInt64(), logs.CountOfWeb(EventKind.Sending));
    }
}
