using System.Text.Json;
using MGen.Cli;
using MGen.Tools.Tests;

namespace MGen.Client.Tests;

public sealed class ClientProgramTests : IDisposable
{
    private readonly ClientWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task RunAsync_NoArgument_IsAUsageError()
    {
        Assert.Equal(ExitCode.Usage, await _world.RunAsync());
        Assert.Contains("--help", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_GlobWithoutMatch_IsAUsageError() =>
        Assert.Equal(ExitCode.Usage, await _world.RunAsync("nothing-*.yaml"));

    [Fact]
    public async Task RunAsync_SeveralBadConfigs_ReportsAllAndStartsNothing()
    {
        _world.WriteConfig("a.yaml", "127.0.0.1:1", extra: "bootsrap: 1\n");
        _world.WriteConfig("b.yaml", "127.0.0.1:1", extra: "retyr: 1\n");
        Assert.Equal(ExitCode.Usage, await _world.RunAsync("*.yaml"));
        Assert.Contains("a.yaml:", _world.Error, StringComparison.Ordinal);
        Assert.Contains("b.yaml:", _world.Error, StringComparison.Ordinal);
        Assert.Empty(_world.Output);
    }

    [Fact]
    public async Task RunAsync_SocksProxyIsDown_SaysSoAndTriesAgain()
    {
        _world.WriteConfig("a.yaml", "chat.example:6397", extra: "socks: 127.0.0.1:1\n");
        _world.StopWhenOutputContains("SOCKS ProxyUnreachable");
        Assert.Equal(ExitCode.Ok, await _world.RunAsync("a.yaml", "--stagger-scale", "0"));
        Assert.Contains(
            "Alice,group1,error,TCP,SOCKS ProxyUnreachable: chat.example:6397 through 127.0.0.1:1\n",
            _world.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("proxies   failed: ProxyUnreachable ", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_KeyLogCannotBeOpened_CannotStart()
    {
        _world.Variables["SSLKEYLOGFILE"] = Path.Combine(_world.Directory, "missing", "keys");
        _world.WriteConfig("a.yaml", "127.0.0.1:1");

        Assert.Equal(ExitCode.CouldNotStart, await _world.RunAsync("a.yaml", "--engine", "openssl"));

        Assert.StartsWith("mgen-client: SSLKEYLOGFILE: ", _world.Error, StringComparison.Ordinal);
        Assert.Empty(_world.Output);
    }

    [Fact]
    public async Task RunAsync_Check_ValidatesAndStartsNothing()
    {
        _world.WriteConfig("a.yaml", "127.0.0.1:1");
        Assert.Equal(ExitCode.Ok, await _world.RunAsync("--check", "a.yaml"));
        Assert.Contains("users 1   conversations 1", _world.Error, StringComparison.Ordinal);
        Assert.Empty(_world.Output);
    }

    [Theory]
    [InlineData("--duration", "soon")]
    [InlineData("--duration", "0s")]
    [InlineData("--stagger-scale", "-1")]
    [InlineData("--seed", "x")]
    [InlineData("--shard", "4/3")]
    [InlineData("--shard", "1/3")]
    [InlineData("--log", "")]
    [InlineData("--summary", "")]
    public async Task RunAsync_BadOption_IsAUsageError(string option, string value)
    {
        _world.WriteConfig("a.yaml", "127.0.0.1:1");
        Assert.Equal(ExitCode.Usage, await _world.RunAsync("a.yaml", option, value));
    }

    [Fact]
    public async Task RunAsync_Help_ShowsExamplesAndExitCodes()
    {
        Assert.Equal(ExitCode.Ok, await _world.RunAsync("--help"));
        Assert.Contains("mgen-client alice.yaml", _world.Output, StringComparison.Ordinal);
        Assert.Contains("130", _world.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ShortDurationQuietUser_EndsOkWithSeedAndSummary()
    {
        _world.WriteConfig("a.yaml", "127.0.0.1:1");
        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync("a.yaml", "--duration", "50ms", "--seed", "7", "--stagger-scale", "0")
        );
        Assert.Contains("seed 7", _world.Error, StringComparison.Ordinal);
        Assert.Contains("run       ok", _world.Error, StringComparison.Ordinal);
        Assert.Contains("receipt   after none (n = 0)", _world.Error, StringComparison.Ordinal);
        Assert.Contains(",Alice,group1,waiting,0\n", _world.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_MessagesReachNoServer_EndsAsLossy()
    {
        _world.WriteConfig("a.yaml", "127.0.0.1:1", idleSeconds: 0.01);
        Assert.Equal(
            ExitCode.CheckFailed,
            await _world.RunAsync("a.yaml", "--duration", "300ms", "--stagger-scale", "0")
        );
        Assert.Contains("run       lossy", _world.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "--engine", "records")]
    [InlineData(false, "--engine", "managed")] // uses the base library's sockets
    [InlineData(false, "--dashboard", "127.0.0.1:0")] // the page's server does
    public async Task RunAsync_AllSocketsOnItsLoop_OmitsTheBaseLibrarysThread(bool omits, params string[] options)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere there is no event loop");
        _world.WriteConfig("a.yaml", "127.0.0.1:1", idleSeconds: 1000);

        await _world.RunAsync(["a.yaml", "--duration", "10ms", "--stagger-scale", "0", .. options]);

        Assert.Equal(omits, _world.OmitsSocketThread);
    }

    [Fact]
    public async Task RunAsync_MetricsAreExported_KeepsTheBaseLibrarysThread()
    {
        _world.WriteConfig("a.yaml", "127.0.0.1:1", idleSeconds: 1000);
        _world.Variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:1";

        await _world.RunAsync("a.yaml", "--duration", "10ms", "--stagger-scale", "0");

        Assert.False(_world.OmitsSocketThread);
    }

    [Fact]
    public async Task RunAsync_LogFormatJson_WritesProblemsAsObjects()
    {
        _world.WriteConfig("a.yaml", "127.0.0.1:1");
        _world.StopWhenErrorContains("nothing has connected yet");

        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync("a.yaml", "--stagger-scale", "0", "--log-format", "json", "--quiet")
        );

        string line = Assert.Single(_world.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        JsonElement written = JsonElement.Parse(line);
        Assert.Equal("warning", written.GetProperty("level").GetString());
        Assert.Equal("MGen.Client", written.GetProperty("category").GetString());
    }

    [Fact]
    public async Task RunAsync_LogLevelError_LeavesWarningsOut()
    {
        _world.WriteConfig("a.yaml", "127.0.0.1:1");

        await _world.RunAsync("a.yaml", "--stagger-scale", "0", "--duration", "1500ms", "--log-level", "error");

        Assert.DoesNotContain("nothing has connected yet", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_NobodyListens_SaysWhyOnceAndInTheSummary()
    {
        _world.WriteConfig("a.yaml", "127.0.0.1:1");
        _world.StopWhenErrorContains("nothing has connected yet");

        Assert.Equal(ExitCode.Ok, await _world.RunAsync("a.yaml", "--stagger-scale", "0"));

        Assert.Contains(
            "Z warning MGen.Client: nothing has connected yet: 127.0.0.1:1 refuses connections: is mgen-server running?\n",
            _world.Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "warning   nothing connected: 127.0.0.1:1 refuses connections: is mgen-server running?",
            _world.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task RunAsync_LogAndSummaryFiles_GetLogAndIdentity()
    {
        _world.WriteConfig("a.yaml", "127.0.0.1:1");

        await _world.RunAsync(
            "a.yaml",
            "--duration",
            "50ms",
            "--seed",
            "7",
            "--stagger-scale",
            "0",
            "--log",
            "client.log",
            "--summary",
            "summary.json"
        );

        Assert.Empty(_world.Output);
        Assert.Contains(",Alice,group1,waiting,0\n", await ReadAsync("client.log"), StringComparison.Ordinal);
        JsonElement summary = JsonDocument.Parse(await ReadAsync("summary.json")).RootElement;
        SchemaCheck.AssertFits(summary, "run.schema.json");
        Assert.Equal("Ok", summary.GetProperty("verdict").GetString());
        JsonElement run = summary.GetProperty("run");
        Assert.Equal(7, run.GetProperty("seed").GetInt32());
        Assert.Equal(1, run.GetProperty("users").GetInt32());
        Assert.Matches("^[0-9a-f]{8}$", run.GetProperty("configHash").GetString());
        Assert.StartsWith("tls ", run.GetProperty("engine").GetString(), StringComparison.Ordinal);
        Assert.True(summary.GetProperty("self").GetProperty("scheduleLagMicroseconds").TryGetProperty("p99", out _));
    }

    [Theory]
    [InlineData("--log")]
    [InlineData("--summary")]
    public async Task RunAsync_FileThatCannotBeWritten_StartsNothing(string option)
    {
        _world.WriteConfig("a.yaml", "127.0.0.1:1");

        Assert.Equal(ExitCode.CouldNotStart, await _world.RunAsync("a.yaml", option, "nowhere/file"));

        Assert.StartsWith("mgen-client: cannot write nowhere/file: ", _world.Error, StringComparison.Ordinal);
        Assert.Empty(_world.Output);
    }

    [Theory]
    [InlineData("--log", "a.yaml", "--log 'a.yaml' is an input")]
    [InlineData("--summary", "a.yaml", "--summary 'a.yaml' is an input")]
    public async Task RunAsync_OutputIsAConfiguration_IsRefusedAndLeftUnchanged(
        string option,
        string file,
        string expected
    )
    {
        using ClientWorld world = new();
        world.WriteConfig("a.yaml", "127.0.0.1:1");
        string path = Path.Combine(world.Directory, file);
        string before = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Usage, await world.RunAsync("a.yaml", "--duration", "1s", option, file));

        Assert.Contains(expected, world.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task RunAsync_SummaryOnAFullDisk_IsReportedAndNoBug()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs /dev/full");
        _world.WriteConfig("a.yaml", "127.0.0.1:1");

        Assert.Equal(
            ExitCode.CouldNotStart,
            await _world.RunAsync("a.yaml", "--duration", "50ms", "--summary", "/dev/full")
        );

        Assert.Contains("mgen-client: cannot write /dev/full: ", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_LogOnAFullDisk_IsReportedAndNoBug()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs /dev/full");
        _world.WriteConfig("a.yaml", "127.0.0.1:1");

        Assert.Equal(
            ExitCode.CheckFailed,
            await _world.RunAsync("a.yaml", "--stagger-scale", "0", "--duration", "50ms", "--log", "/dev/full")
        );

        Assert.Contains("lines of the event log could not be written", _world.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1h", ExitCode.Interrupted)]
    [InlineData("24h", ExitCode.Interrupted)]
    [InlineData(null, ExitCode.Ok)]
    public async Task RunAsync_Signal_IsTheNormalEndOnlyWithoutDuration(string? length, ExitCode expected)
    {
        _world.WriteConfig("a.yaml", "127.0.0.1:1");
        _world.StopWhenOutputContains("awake");
        string[] duration = length is null ? [] : ["--duration", length];
        Assert.Equal(expected, await _world.RunAsync(["a.yaml", "--stagger-scale", "0", .. duration]));
    }

    private Task<string> ReadAsync(string file) =>
        File.ReadAllTextAsync(Path.Combine(_world.Directory, file), TestContext.Current.CancellationToken);

    [Fact]
    public async Task RunAsync_Quiet_SaysNothingOnError()
    {
        _world.WriteConfig("a.yaml", "127.0.0.1:1");
        await _world.RunAsync("a.yaml", "--duration", "50ms", "--quiet");
        Assert.Empty(_world.Error);
    }

    [Fact]
    public async Task RunAsync_UnreadableTrust_CannotStart()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_world.Directory, "ca.pem"),
            "no certificate",
            TestContext.Current.CancellationToken
        );
        _world.WriteConfig("a.yaml", "127.0.0.1:1", extra: "tls_ca: ca.pem\n");
        ExitCode code = await _world.RunAsync("a.yaml", "--duration", "50ms");
        Assert.True(code is ExitCode.CouldNotStart or ExitCode.Usage, $"{code}: {_world.Error}");
    }
}
