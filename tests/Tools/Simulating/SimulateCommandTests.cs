using System.Text;
using System.Text.Json;
using MGen.Cli;
using MGen.EventLog;

namespace MGen.Tools.Tests.Simulating;

public sealed class SimulateCommandTests : IDisposable
{
    private const string Alice =
        """
        user: alice
        message_server: 127.0.0.1:6397
        web_server: 127.0.0.1:6398
        bootstrap: 5
        retry: 2
        distributions:
          s: 0.5
          r: 0.5
          m: {distribution: Poisson, lambda: 5}
          i: {distribution: Exp, lambda: 0.05}
          w: &quick {distribution: Exp, lambda: 0.2}
          a_s: *quick
          a_r: *quick
        conversations:
          - group: tea
        """;

    private readonly ToolWorld _world = new();

    public SimulateCommandTests()
    {
        _world.Write("a.yaml", Alice);
        _world.Write("b.yaml", Alice.Replace("alice", "bob", StringComparison.Ordinal));
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Simulate_Configs_WritesTheLogToStdoutAndTheSummaryToStderr()
    {
        Assert.Equal(ExitCode.Ok, await _world.RunAsync("simulate", "*.yaml", "--seed", "7", "--duration", "10m"));

        LogEvent[] log = Read(_world.Output);
        Assert.Equal(["alice", "bob"], log.Where(item => item.Kind == EventKind.Awake).Select(item => item.User).Order());
        int sent = log.Count(item => item.Kind == EventKind.Send);
        Assert.True(sent > 20);
        Assert.Contains($"messages  sent {sent} ", _world.Error, StringComparison.Ordinal);
        Assert.Contains("   seed 7   ", _world.Error, StringComparison.Ordinal);
        Assert.StartsWith("2000-01-01 00:00:00,946684800.000000000,", _world.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_StatsOnlyJson_FitsTheSchema()
    {
        Assert.Equal(ExitCode.Ok, await _world.RunAsync("simulate", "*.yaml", "--seed", "7", "--stats-only", "--format", "json", "--latency", "{distribution: LogNormal, mean: -3, std_dev: 0.5}"));

        JsonElement report = JsonElement.Parse(_world.Output);
        SchemaCheck.AssertFits(report, "simulate.schema.json");
        Assert.True(report.GetProperty("ok").GetBoolean());
        Assert.Equal(7ul, report.GetProperty("run").GetProperty("seed").GetUInt64());
        JsonElement counts = report.GetProperty("counts");
        Assert.Equal(counts.GetProperty("receiptsReceived").GetInt64(), report.GetProperty("roundTrips").GetProperty("histogram").EnumerateArray().Sum(bucket => bucket.GetProperty("count").GetInt64()));
        Assert.Empty(_world.Error);
    }

    [Fact]
    public async Task Simulate_LogFile_HasTheLogAndStdoutTheStatistics()
    {
        Assert.Equal(ExitCode.Ok, await _world.RunAsync("simulate", "*.yaml", "--seed", "7", "--log", "run.log", "--log-extended", "--epoch", "2026-01-01T00:00:00Z", "--format", "json"));

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
        Assert.Equal(ExitCode.Ok, await _world.RunAsync("generate", "--users", "30", "--seed", "5", "--out", "experiment", "--quiet"));
        using ToolWorld other = new();
        Assert.Equal(ExitCode.Ok, await other.RunAsync("simulate", "--users", "30", "--seed", "5", "--stats-only", "--duration", "5m", "--format", "json"));

        string generated = Path.Combine(_world.Root, "experiment");
        using ToolWorld third = new();
        Assert.Equal(ExitCode.Ok, await third.RunAsync("simulate", generated, "--seed", "5", "--stats-only", "--duration", "5m", "--format", "json"));

        Assert.Equal(
            JsonElement.Parse(other.Output).GetProperty("counts").ToString(),
            JsonElement.Parse(third.Output).GetProperty("counts").ToString());
    }

    [Theory]
    [InlineData("there is nobody to simulate: give CONFIG or --users")]
    [InlineData("CONFIG and --users contradict each other", "a.yaml", "--users", "5")]
    [InlineData("--models goes with --users", "a.yaml", "--models", "fits")]
    [InlineData("--stats-only and --log contradict each other", "a.yaml", "--stats-only", "--log", "x")]
    [InlineData("--format json needs stdout", "a.yaml", "--format", "json")]
    [InlineData("--duration must be above 0", "a.yaml", "--duration", "0s")]
    [InlineData("--duration: 'soon' is not a duration", "a.yaml", "--duration", "soon")]
    [InlineData("--threads: '0' is not a whole number from 1 to 1024", "a.yaml", "--threads", "0")]
    [InlineData("--epoch: 'noon' is not a time", "a.yaml", "--epoch", "noon")]
    [InlineData("--attachment-rate: '0MB' is not bytes per second", "a.yaml", "--attachment-rate", "0MB")]
    [InlineData("--stagger-scale: '-1' is not a number from 0 to 1000", "a.yaml", "--stagger-scale", "-1")]
    [InlineData("--users: 'many' is not allowed", "--users", "many")]
    [InlineData("'xml'", "a.yaml", "--format", "xml")]
    [InlineData("'transit'", "a.yaml", "--latency-of", "transit")]
    [InlineData("'-1'", "a.yaml", "--seed", "-1")]
    [InlineData("--latency: is neither a time nor a file that exists (got '-5s'", "a.yaml", "--latency=-5s")]
    [InlineData("--latency:1:16: distribution: unknown distribution (got 'LogNorml'; allowed: ", "a.yaml", "--latency", "{distribution: LogNorml, mean: 1, std_dev: 1}")]
    [InlineData("--temp-dir: there is no such directory", "a.yaml", "--temp-dir", "none")]
    [InlineData("none.yaml: there is no such file", "none.yaml")]
    public async Task Simulate_BadUsage_EndsWithTwoAndSaysWhat(string message, params string[] arguments)
    {
        Assert.Equal(ExitCode.Usage, await _world.RunAsync(["simulate", .. arguments]));

        Assert.Contains(message, _world.Error, StringComparison.Ordinal);
        Assert.Empty(_world.Output);
    }

    [Fact]
    public async Task Simulate_LogThatCannotBeMade_EndsWithThree()
    {
        Assert.Equal(ExitCode.CouldNotStart, await _world.RunAsync("simulate", "a.yaml", "--log", "none/run.log"));
        Assert.StartsWith("mgentools simulate: ", _world.Error, StringComparison.Ordinal);
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
    public void TryParse_ByteRate_TakesUnits(string text, double expected)
    {
        Assert.True(MGen.Tools.Simulating.ByteRateText.TryParse(text, out double rate));
        Assert.Equal(expected, rate);
    }

    private Task<string> ReadFileAsync(string name) => File.ReadAllTextAsync(Path.Combine(_world.Root, name), TestContext.Current.CancellationToken);

    private static LogEvent[] Read(string log)
    {
        using MemoryStream input = new(Encoding.UTF8.GetBytes(log));
        return [.. new EventLogReader(input, rejected => Assert.Fail(rejected.ToString()), LogSource.Client).ReadAll()];
    }
}
