using MGen.Cli;

namespace MGen.Peer.Tests;

public sealed class PeerProgramTests : IDisposable
{
    private readonly PeerWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task RunAsync_NoArgument_IsAUsageError()
    {
        Assert.Equal(ExitCode.Usage, await _world.RunAsync());
        Assert.Contains("hosts", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_OnlyHosts_IsAUsageError() =>
        Assert.Equal(ExitCode.Usage, await _world.RunAsync("hosts"));

    [Fact]
    public async Task RunAsync_RecipientMissingFromTheHosts_ReportsItAndStartsNothing()
    {
        _world.WritePeer("alice", "eve");
        _world.WritePeer("bob", "bob");
        Assert.Equal(ExitCode.Usage, await _world.RunAsync("hosts", "*.yaml"));
        Assert.Contains(
            "alice.yaml:4:43: conversations[0].recipients: is not in the hosts file hosts (got 'eve')",
            _world.Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "bob.yaml:4:43: conversations[0].recipients: is the user",
            _world.Error,
            StringComparison.Ordinal
        );
        Assert.Empty(_world.Output);
    }

    [Fact]
    public async Task RunAsync_Check_ValidatesAndStartsNothing()
    {
        _world.WritePeer("alice", "bob");
        Assert.Equal(ExitCode.Ok, await _world.RunAsync("--check", "hosts", "alice.yaml"));
        Assert.Equal("ok: users 1   conversations 1\n", _world.Error);
        Assert.Empty(_world.Output);
    }

    [Fact]
    public async Task RunAsync_Help_FitsEightyColumnsAndShowsExamplesAndExitCodes()
    {
        Assert.Equal(ExitCode.Ok, await _world.RunAsync("--help"));
        Assert.Contains("mgen-peer hosts alice.yaml", _world.Output, StringComparison.Ordinal);
        Assert.Contains("130", _world.Output, StringComparison.Ordinal);
        Assert.All(_world.Output.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 80, line));
    }

    [Fact]
    public async Task RunAsync_TwoUsersTalk_EndsOkWithTheOriginalsLinesOnly()
    {
        _world.WritePeer("alice", "bob", idleSeconds: 0.1);
        _world.WritePeer("bob", "alice");
        ExitCode code = await _world.RunAsync("hosts", "*.yaml", "--duration", "1s", "--seed", "7");

        Assert.True(code is ExitCode.Ok or ExitCode.Doubtful, _world.Error);
        Assert.Contains("seed 7", _world.Error, StringComparison.Ordinal);
        Assert.Contains("lost 0", _world.Error, StringComparison.Ordinal);
        string[] log = _world.Log;
        Assert.StartsWith("listening on 127.", log[0], StringComparison.Ordinal);
        Assert.Contains(
            log,
            line => line.StartsWith("connection attempt success from alice to bob on 127.", StringComparison.Ordinal)
        );
        int sent = log.Count(line => line.StartsWith("alice,tea,send,Idle,Idle,", StringComparison.Ordinal));
        Assert.True(sent > 0, _world.Output);
        Assert.Equal(
            sent,
            log.Count(line => line.StartsWith("bob,tea,receive,Idle,Idle,alice,", StringComparison.Ordinal))
        );
        Assert.Equal(
            sent,
            log.Count(line => line.StartsWith("alice,tea,receive,Idle,Idle,bob,receipt,", StringComparison.Ordinal))
        );
        string[] known =
        [
            "listening on ",
            "connection attempt ",
            "alice,tea,send,",
            "alice,tea,receive,",
            "alice,tea,Idle",
            "bob,tea,receive,",
            "bob,tea,Idle",
        ];
        Assert.All(log, line => Assert.Contains(known, start => line.StartsWith(start, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task RunAsync_RecipientNeverThere_EndsAsLossy()
    {
        _world.WritePeer("alice", "bob", idleSeconds: 0.05);
        Assert.Equal(ExitCode.CheckFailed, await _world.RunAsync("hosts", "alice.yaml", "--duration", "300ms"));
        Assert.Contains("run       lossy", _world.Error, StringComparison.Ordinal);
        Assert.Contains("Unreachable", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_AddressNotOfThisMachine_CannotStartAndSaysWhose()
    {
        _world.Write("hosts", "192.0.2.1:20001 alice\n127.0.0.1:20002 bob\n");
        _world.WritePeer("alice", "bob");
        Assert.Equal(ExitCode.CouldNotStart, await _world.RunAsync("hosts", "alice.yaml"));
        Assert.Contains("user 'alice' cannot listen on 192.0.2.1:20001", _world.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, ExitCode.Interrupted)]
    [InlineData(false, ExitCode.Ok)]
    public async Task RunAsync_Signal_IsTheNormalEndOnlyWithoutDuration(bool hasDuration, ExitCode expected)
    {
        _world.WritePeer("alice", "bob");
        _world.StopWhenOutputContains("alice,tea,Idle");
        string[] duration = hasDuration ? ["--duration", "1h"] : [];
        Assert.Equal(expected, await _world.RunAsync(["hosts", "alice.yaml", .. duration]));
    }

    [Fact]
    public async Task RunAsync_Quiet_SaysNothingOnError()
    {
        _world.WritePeer("alice", "bob");
        await _world.RunAsync("hosts", "alice.yaml", "--duration", "50ms", "--quiet");
        Assert.Empty(_world.Error);
    }
}
