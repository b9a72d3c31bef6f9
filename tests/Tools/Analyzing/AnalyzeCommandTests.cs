using System.Text.Json;
using MGen.Cli;

namespace MGen.Tools.Tests.Analyzing;

public sealed class AnalyzeCommandTests : IDisposable
{
    private const string Log = """
        2027-01-15 08:00:01,1800000001.000000000,alice,tea,send,Idle,Active,2,0
        2027-01-15 08:00:01,1800000001.040000000,bob,tea,receive,Idle,Idle,alice,320,0
        2027-01-15 08:00:01,1800000001.090000000,alice,tea,receive,Active,Active,bob,receipt,0

        """;

    private const string NeverAcknowledged =
        "2027-01-15 08:00:02,1800000002.000000000,alice,tea,send,Active,Active,2,1\n";

    private readonly ToolWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Analyze_CleanLog_PrintsTheSummaryInOrderAndWritesTheFiles()
    {
        _world.Write("mgen-client.log", Log);

        Assert.Equal(ExitCode.Ok, await _world.RunAsync("analyze", "--out", "results", "--label", "first", "."));

        Assert.Equal(
            $"""
            run          ok   0.1 s   first
            read         files 1   0 MB   lines 3   rejected 0
            population   users 2   groups 1   conversations 2
            messages     sent 1   delivered 1 of 1 (100 %)   lost 0   left out 0
            receipts     owed 1   arrived 1   late 0   never 0   timed out 0 % (> 30 s)
            round trip   p50 90 ms   p90 90 ms   p99 90 ms   p99.9 90 ms   max 90 ms   (n = 1, never 0)
            delivery     p50 40 ms   p90 40 ms   p99 40 ms   p99.9 40 ms   max 40 ms   (n = 1, never 0)
            losses       none
            files        analysis.json and the original's *.mgen.json in {Path.Combine(_world.Root, "results")}

            """,
            _world.Output
        );
        Assert.Empty(_world.Error);
        Assert.Equal(7, Directory.GetFiles(Path.Combine(_world.Root, "results")).Length);
        Assert.Equal("[0.08999991416931152]", await ReadAsync("results/rtt_all.mgen.json"));
    }

    [Theory]
    [InlineData("shard1.log.xz")]
    [InlineData("shard1.log.gz")]
    [InlineData("shard1.log.1")]
    public async Task Analyze_LogThatCannotBeRead_FailsTheCheck(string name)
    {
        _world.Write("shard0.log", Log);
        await File.WriteAllBytesAsync(
            Path.Combine(_world.Root, name),
            [0x1f, 0x8b, 8, 0, 0, 0, 0],
            TestContext.Current.CancellationToken
        );

        Assert.Equal(ExitCode.CheckFailed, await _world.RunAsync("analyze", "--no-files", "--fail-on-loss", "."));
        Assert.Contains(name + ": cannot be read: ", _world.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Analyze_Json_FitsTheSchemaAndIsTheWrittenFile()
    {
        _world.Write(
            "mgen-client.log",
            Log
                + NeverAcknowledged
                + "2027-01-15 08:00:03,1800000003.000000000,alice,tea,error,TCP,refused 1\nrubbish\n"
        );
        _world.Write(
            "mgen-server.log",
            "2027-01-15 08:00:01,1800000001.010000000,received,alice,tea,0\n2027-01-15 08:00:01,1800000001.020000000,dropped,bob,tea,backlog\n"
        );
        _world.Write("summary.json", """{"verdict":"Ok","run":{"seed":7}}""");

        Assert.Equal(ExitCode.Ok, await _world.RunAsync("analyze", "--format", "json"));

        JsonElement result = JsonElement.Parse(_world.Output);
        SchemaCheck.AssertFits(result, "analysis.schema.json");
        Assert.Equal(_world.Output, await ReadAsync("analysis.json"));
        Assert.Equal(
            """{"neverReachedServer":1,"dropped: backlog":1}""",
            JsonSerializer.Serialize(result.GetProperty("losses"))
        );
        Assert.Equal("""{"tcp: refused #":1}""", JsonSerializer.Serialize(result.GetProperty("errors")));
        Assert.Equal(7, result.GetProperty("run").GetProperty("seed").GetInt32());
    }

    [Fact]
    public async Task Analyze_RejectedLine_IsOnStderrWithFileNumberAndReason()
    {
        _world.Write("mgen-client.log", Log + "rubbish\n");

        Assert.Equal(ExitCode.Ok, await _world.RunAsync("analyze", "--no-files", "mgen-client.log"));

        Assert.Equal("mgen-client.log:4: badTime: rubbish\n", _world.Error);
        Assert.Contains(
            "warning      1 of 4 lines could not be read: badTime\n",
            _world.Output,
            StringComparison.Ordinal
        );
        Assert.StartsWith("run          doubtful", _world.Output, StringComparison.Ordinal);
        Assert.Equal(["mgen-client.log"], Directory.GetFiles(_world.Root).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(false, ExitCode.Ok)]
    [InlineData(true, ExitCode.CheckFailed)]
    public async Task Analyze_LossyRun_FailsOnlyWithFailOnLoss(bool failOnLoss, ExitCode expected)
    {
        _world.Write("mgen-client.log", Log + NeverAcknowledged);

        Assert.Equal(
            expected,
            await _world.RunAsync(["analyze", "--no-files", .. failOnLoss ? (string[])["--fail-on-loss"] : []])
        );

        Assert.Contains("p50 90 ms   p90 never", _world.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Analyze_FailOnLossOfCleanRun_IsOk()
    {
        _world.Write("mgen-client.log", Log);

        Assert.Equal(ExitCode.Ok, await _world.RunAsync("analyze", "--no-files", "--fail-on-loss"));
    }

    [Fact]
    public async Task Analyze_NoMessageToJudge_FailsTheCheck()
    {
        _world.Write("mgen-client.log", Log);

        Assert.Equal(
            ExitCode.CheckFailed,
            await _world.RunAsync("analyze", "--no-files", "--fail-on-loss", "--warmup", "1h")
        );
        Assert.Contains("set --warmup", _world.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--timeout", "50ms", "late 1")]
    [InlineData("--warmup", "1s", "left out 1")]
    [InlineData("--cooldown", "1s", "left out 1")]
    public async Task Analyze_RulesByOptions_ChangeTheCounts(string option, string value, string expected)
    {
        _world.Write("mgen-client.log", "2027-01-15 08:00:00,1800000000.000000000,bob,tea,Idle\n" + Log);

        await _world.RunAsync("analyze", "--no-files", option, value);

        Assert.Contains(expected, _world.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no such file", "none.log")]
    [InlineData("there is no event log", ".")]
    [InlineData("is not a duration", ".", "--timeout", "soon")]
    [InlineData("above 0", ".", "--timeout", "0s")]
    [InlineData("whole seconds", ".", "--bin", "1500ms")]
    [InlineData("at least 1", ".", "--jobs", "0")]
    [InlineData("at least 1", ".", "--buffer-mib", "-5")]
    [InlineData("json", ".", "--format", "yaml")]
    public async Task Analyze_BadUsage_EndsWithTwoAndPrintsWhy(string why, params string[] arguments)
    {
        Assert.Equal(ExitCode.Usage, await _world.RunAsync(["analyze", .. arguments]));

        Assert.Contains(why, _world.Error, StringComparison.Ordinal);
        Assert.Empty(_world.Output);
        Assert.Empty(Directory.GetFiles(_world.Root));
    }

    [Fact]
    public async Task Analyze_UnwritablePath_EndsWithThree()
    {
        _world.Write("file", "");
        _world.Write("mgen-client.log", "");

        Assert.Equal(
            ExitCode.CouldNotStart,
            await _world.RunAsync("analyze", "mgen-client.log", "--out", "file/results")
        );
        Assert.StartsWith("mgentools analyze: the output cannot be written: ", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_Analyze_HasAnExampleWithin80Columns()
    {
        Assert.Equal(ExitCode.Ok, await _world.RunAsync("analyze", "--help"));

        Assert.Contains("mgentools analyze --out results runs/first", _world.Output, StringComparison.Ordinal);
        Assert.All(_world.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    private Task<string> ReadAsync(string name) =>
        File.ReadAllTextAsync(Path.Combine(_world.Root, name), TestContext.Current.CancellationToken);
}
