using System.Text;
using System.Text.Json;
using MGen.Cli;
using MGen.EventLog;

namespace MGen.Tools.Tests.Simulating;

public sealed class SimulateCommandTests : IDisposable
{
    private readonly ToolWorld _world = new();

    public SimulateCommandTests()
    {
        _world.Write("a.yaml", SampleConfigs.Client("alice", "tea"));
        _world.Write("b.yaml", SampleConfigs.Client("bob", "tea"));
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Simulate_Configs_WritesTheLogToStdoutAndTheSummaryToStderr()
    {
        Assert.Equal(ExitCode.Ok, await _world.RunAsync("simulate", "*.yaml", "--seed", "7", "--duration", "10m"));

        LogEvent[] log = Read(_world.Output);
        Assert.Equal(
            ["alice", "bob"],
            log.Where(item => item.Kind == EventKind.Awake).Select(item => item.User).Order()
        );
        int sent = log.Count(item => item.Kind == EventKind.Send);
        Assert.True(sent > 20);
        Assert.Contains($"messages  sent {sent} ", _world.Error, StringComparison.Ordinal);
        Assert.Contains("   seed 7   ", _world.Error, StringComparison.Ordinal);
        Assert.StartsWith("2000-01-01 00:00:00,946684800.000000000,", _world.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_StatsOnlyJson_FitsTheSchema()
    {
        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync(
                "simulate",
                "*.yaml",
                "--seed",
                "7",
                "--stats-only",
                "--format",
                "json",
                "--latency",
                "{distribution: LogNormal, mean: -3, std_dev: 0.5}"
            )
        );

        JsonElement report = JsonElement.Parse(_world.Output);
        SchemaCheck.AssertFits(report, "simulate.schema.json");
        Assert.True(report.GetProperty("ok").GetBoolean());
        Assert.Equal(7ul, report.GetProperty("run").GetProperty("seed").GetUInt64());
        JsonElement counts = report.GetProperty("counts");
        Assert.Equal(
            counts.GetProperty("receiptsReceived").GetInt64(),
            report
                .GetProperty("roundTrips")
                .GetProperty("histogram")
                .EnumerateArray()
                .Sum(bucket => bucket.GetProperty("count").GetInt64())
        );
        Assert.StartsWith("volume    about ", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_LogFile_HasTheLogAndStdoutTheStatistics()
    {
        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync(
                "simulate",
                "*.yaml",
                "--seed",
                "7",
                "--log",
                "run.log",
                "--log-extended",
                "--epoch",
                "2026-01-01T00:00:00Z",
                "--format",
                "json"
            )
        );

        JsonElement report = JsonElement.Parse(_world.Output);
        LogEvent[] log = Read(await ReadFileAsync("run.log"));
        Assert.Equal(EventKind.ExtendedVersion, log[0].Kind);
        Assert.Equal(report.GetProperty("logLines").GetInt64(), log.Length - 1);
        Assert.Contains(log, item => item.Kind == EventKind.SendTiming);
        Assert.Equal(1_767_225_600_000_000_000, log[0].UnixNanoseconds);
    }

    [Fact]
    public async Task Simulate_SameSeed_RepeatsAndAnotherDoesNot()
    {
        await _world.RunAsync("simulate", "*.yaml", "--seed", "7", "--log", "one.log", "--threads", "1");
        await _world.RunAsync("simulate", "*.yaml", "--seed", "7", "--log", "two.log", "--threads", "2");
        await _world.RunAsync("simulate", "*.yaml", "--log", "other.log");

        Assert.Equal(await ReadFileAsync("one.log"), await ReadFileAsync("two.log"));
        Assert.NotEqual(await ReadFileAsync("one.log"), await ReadFileAsync("other.log"));
    }

    [Fact]
    public async Task Simulate_Users_DrawsWhatGenerateDraws()
    {
        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync("generate", "--users", "30", "--seed", "5", "--out", "experiment", "--quiet")
        );
        using ToolWorld other = new();
        Assert.Equal(
            ExitCode.Ok,
            await other.RunAsync(
                "simulate",
                "--users",
                "30",
                "--seed",
                "5",
                "--stats-only",
                "--duration",
                "5m",
                "--format",
                "json"
            )
        );

        string generated = Path.Combine(_world.Root, "experiment");
        using ToolWorld third = new();
        Assert.Equal(
            ExitCode.Ok,
            await third.RunAsync(
                "simulate",
                generated,
                "--seed",
                "5",
                "--stats-only",
                "--duration",
                "5m",
                "--format",
                "json"
            )
        );

        Assert.Equal(
            JsonElement.Parse(other.Output).GetProperty("counts").ToString(),
            JsonElement.Parse(third.Output).GetProperty("counts").ToString()
        );
    }

    [Fact]
    public async Task Simulate_PeersWithTheirHosts_LogsNoStartUpAndDeliversToRecipients()
    {
        WritePeers();

        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync("simulate", "--hosts", "hosts", "peer-*.yaml", "--seed", "7", "--duration", "10m")
        );

        LogEvent[] log = Read(_world.Output);
        Assert.DoesNotContain(log, item => item.Kind is EventKind.Waiting or EventKind.Handshake or EventKind.Awake);
        int sent = log.Count(item => item.Kind == EventKind.Send);
        Assert.True(sent > 20);
        Assert.Equal(2 * sent, log.Count(item => item.Kind == EventKind.Receive));
    }

    [Fact]
    public async Task Simulate_ExperimentOfPeers_FindsItsHostsFile()
    {
        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync(
                "generate",
                "--users",
                "30",
                "--seed",
                "5",
                "--layout",
                "peer",
                "--out",
                "experiment",
                "--quiet"
            )
        );
        using ToolWorld other = new();

        Assert.Equal(
            ExitCode.Ok,
            await other.RunAsync(
                "simulate",
                Path.Combine(_world.Root, "experiment"),
                "--stats-only",
                "--duration",
                "5m",
                "--format",
                "json"
            )
        );

        JsonElement report = JsonElement.Parse(other.Output);
        SchemaCheck.AssertFits(report, "simulate.schema.json");
        Assert.Equal(30, report.GetProperty("counts").GetProperty("users").GetInt32());
        Assert.Equal(0, report.GetProperty("counts").GetProperty("deliveriesUnregistered").GetInt64());
    }

    [Theory]
    [InlineData(
        "peer-a.yaml:13:5: recipients: has no file among these, but a simulation needs all peers (got 'bob')",
        "peer-a.yaml",
        "--hosts",
        "hosts"
    )]
    [InlineData("--log 'hosts' is an input", "peer-*.yaml", "--hosts", "hosts", "--log", "hosts")]
    [InlineData("--registration applies to clients only", "peer-*.yaml", "--hosts", "hosts", "--registration", "5s")]
    [InlineData(
        "--attachment-rate applies to clients only",
        "peer-*.yaml",
        "--hosts",
        "hosts",
        "--attachment-rate",
        "5MB"
    )]
    [InlineData(
        "--export of maybenot, npz or pcapng applies to clients only",
        "peer-*.yaml",
        "--hosts",
        "hosts",
        "--export",
        "npz=rows.npz"
    )]
    [InlineData("these look like configurations of peers: give --hosts FILE", "peer-*.yaml")]
    [InlineData("none: there is no such file", "peer-*.yaml", "--hosts", "none")]
    [InlineData("--hosts requires CONFIG", "--users", "5", "--hosts", "hosts")]
    public async Task Simulate_PeersWithBadUsage_EndsWithTwoAndPrintsWhy(string message, params string[] arguments)
    {
        WritePeers();

        Assert.Equal(ExitCode.Usage, await _world.RunAsync(["simulate", .. arguments]));

        Assert.Contains(message, _world.Error, StringComparison.Ordinal);
        Assert.Empty(_world.Output);
    }

    [Theory]
    [InlineData("1 of 2 users has tls_records: split, but the records are single", "tls_records: split\n")]
    [InlineData(
        "1 of 2 users has tls_records: split, but the records are split",
        "tls_records: split\n",
        "--split-records"
    )]
    [InlineData("1 of 2 users has resume: false, but the connections resume", "resume: false\n")]
    [InlineData("0 of 2 users have resume: false, but the connections do not resume", "", "--no-resume")]
    [InlineData("1 of 2 users has attachments: headers-only, but", "attachments: headers-only\n")]
    public async Task Simulate_ExportUnlikeTheConfigurations_Warns(string warning, string more, params string[] options)
    {
        _world.Write("a.yaml", more + SampleConfigs.Client("alice", "tea"));

        string[] run = ["simulate", "*.yaml", "--seed", "7", "--duration", "1m", .. options, "--export"];
        Assert.Equal(ExitCode.Ok, await _world.RunAsync([.. run, "pcapng=run.pcapng"]));

        Assert.Contains($"warning: {warning}", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_ExportWithoutRecords_DoesNotWarn()
    {
        _world.Write("a.yaml", "tls_records: split\n" + SampleConfigs.Client("alice", "tea"));

        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync("simulate", "*.yaml", "--seed", "7", "--duration", "1m", "--export", "schedule=s.csv")
        );

        Assert.DoesNotContain("warning", _world.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("seed 7   ", "", "", "--seed", "7")]
    [InlineData(" (drawn from entropy)   ", "", "")]
    [InlineData("seed 5 (of the files)   ", "seed: 5\n", "seed: 5\n")]
    [InlineData("seeds of the files   ", "seed: 5\n", "seed: 6\n")]
    [InlineData("seed 7 (but 1 file states its own)   ", "seed: 5\n", "", "--seed", "7")]
    [InlineData(
        "warning: --seed has no effect, because every file states its own seed\n",
        "seed: 5\n",
        "seed: 5\n",
        "--seed",
        "7"
    )]
    public async Task Simulate_SeedsInFiles_AreInTheSummary(
        string expected,
        string first,
        string second,
        params string[] more
    )
    {
        _world.Write("a.yaml", first + SampleConfigs.Client("alice", "tea"));
        _world.Write("b.yaml", second + SampleConfigs.Client("bob", "tea"));

        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync(["simulate", "*.yaml", "--stats-only", "--duration", "1m", .. more])
        );

        Assert.Contains(expected, _world.Error + _world.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no users to simulate: give CONFIG or --users")]
    [InlineData("CONFIG and --users contradict each other", "a.yaml", "--users", "5")]
    [InlineData("--models requires --users", "a.yaml", "--models", "fits")]
    [InlineData("--stats-only and --log contradict each other", "a.yaml", "--stats-only", "--log", "x")]
    [InlineData("--format json needs stdout", "a.yaml", "--format", "json")]
    [InlineData("--duration must be above 0", "a.yaml", "--duration", "0s")]
    [InlineData("--duration: 'soon' is not a duration", "a.yaml", "--duration", "soon")]
    [InlineData("--jobs: '0' is not a whole number from 1 to 1024", "a.yaml", "--threads", "0")]
    [InlineData("--epoch: 'noon' is not a time", "a.yaml", "--epoch", "noon")]
    [InlineData("--attachment-rate: '0MB' is not bytes per second", "a.yaml", "--attachment-rate", "0MB")]
    [InlineData("--stagger-scale: '-1' is not a number from 0 to 1000", "a.yaml", "--stagger-scale", "-1")]
    [InlineData("--stagger-scale: '-Infinity' is not a number", "a.yaml", "--stagger-scale=-Infinity")]
    [InlineData("--users: 'many' is not allowed", "--users", "many")]
    [InlineData("'xml'", "a.yaml", "--format", "xml")]
    [InlineData("'transit'", "a.yaml", "--latency-of", "transit")]
    [InlineData("'-1'", "a.yaml", "--seed", "-1")]
    [InlineData("--latency: is neither a time nor a file that exists (got '-5s'", "a.yaml", "--latency=-5s")]
    [InlineData("--latency: has no unit (got '50'; allowed: 50ms or 50s)", "a.yaml", "--latency", "50")]
    [InlineData(
        "--latency:1:37: std_dev: is negative",
        "a.yaml",
        "--latency",
        "{distribution: LogNormal, mean: -3, std_dev: -0.7}"
    )]
    [InlineData(
        "--latency:1:16: distribution: unknown distribution (got 'LogNorml'; allowed: ",
        "a.yaml",
        "--latency",
        "{distribution: LogNorml, mean: 1, std_dev: 1}"
    )]
    [InlineData("--temp-dir: there is no such directory", "a.yaml", "--temp-dir", "none")]
    [InlineData("--log 'a.yaml' is an input: an output may not write over it", "a.yaml", "--log", "a.yaml")]
    [InlineData("none.yaml: there is no such file", "none.yaml")]
    public async Task Simulate_BadUsage_EndsWithTwoAndPrintsWhy(string message, params string[] arguments)
    {
        Assert.Equal(ExitCode.Usage, await _world.RunAsync(["simulate", .. arguments]));

        Assert.Contains(message, _world.Error, StringComparison.Ordinal);
        Assert.Empty(_world.Output);
    }

    [Fact]
    public async Task Help_Simulate_HasItsExamplesWithin80Columns()
    {
        Assert.Equal(ExitCode.Ok, await _world.RunAsync("simulate", "--help"));

        Assert.Contains("mgentools simulate experiment --duration 24h", _world.Output, StringComparison.Ordinal);
        Assert.All(_world.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("125kB", 125_000)]
    [InlineData("1.5MiB", 1_572_864)]
    [InlineData("2gb", 2_000_000_000)]
    [InlineData("300B", 300)]
    public void TryParse_ByteRate_AcceptsUnits(string text, double expected)
    {
        Assert.True(MGen.Tools.Simulating.ByteRateText.TryParse(text, out double rate));
        Assert.Equal(expected, rate);
    }

    private void WritePeers()
    {
        _world.Write("hosts", "127.0.0.1:7001 alice\n127.0.0.1:7002 bob\n127.0.0.1:7003 carol\n");
        _world.Write("peer-a.yaml", SampleConfigs.Peer("alice", "bob", "carol"));
        _world.Write("peer-b.yaml", SampleConfigs.Peer("bob", "alice", "carol"));
        _world.Write("peer-c.yaml", SampleConfigs.Peer("carol", "alice", "bob"));
    }

    private Task<string> ReadFileAsync(string name) =>
        File.ReadAllTextAsync(Path.Combine(_world.Root, name), TestContext.Current.CancellationToken);

    private static LogEvent[] Read(string log)
    {
        using MemoryStream input = new(Encoding.UTF8.GetBytes(log));
        return [.. new EventLogReader(input, rejected => Assert.Fail(rejected.ToString()), LogSource.Client).ReadAll()];
    }
}
