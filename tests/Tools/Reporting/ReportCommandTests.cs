using System.Text.Json;
using MGen.Analysis;
using MGen.Cli;
using MGen.Report.Tests;

namespace MGen.Tools.Tests.Reporting;

public sealed class ReportCommandTests : IDisposable
{
    // Alice sends to Bob at 10.5 s and has his receipt 250 ms later; Unacknowledged is a message without a receipt.
    private const string Log = """
        2000-01-01 00:00:10,946684810.000000000,alice,tea,awake
        2000-01-01 00:00:10,946684810.000000000,bob,tea,awake
        2000-01-01 00:00:10,946684810.500000000,alice,tea,send,Idle,Active,2,1
        2000-01-01 00:00:10,946684810.600000000,bob,tea,receive,Idle,Active,alice,320,1
        2000-01-01 00:00:10,946684810.750000000,alice,tea,receive,Active,Active,bob,receipt,1

        """;

    private const string Unacknowledged = "2000-01-01 00:00:11,946684811.000000000,alice,tea,send,Active,Active,2,2\n";

    private readonly ToolWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Report_DirectoryWithLogs_WritesAPageAndPrintsItsPath()
    {
        WriteLog("first", Log);

        Assert.Equal(ExitCode.Ok, await _world.RunAsync("report", "first", "--warmup", "0s"));

        string page = Read("report.html");
        Assert.StartsWith("<!doctype html>", page, StringComparison.Ordinal);
        Assert.Contains("<title>first</title>", page, StringComparison.Ordinal);
        Assert.Contains("250 ms", page, StringComparison.Ordinal);
        Assert.StartsWith("verdict   ok: ", _world.Output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_world.Root, "report.html"), _world.Output, StringComparison.Ordinal);
        Assert.Empty(_world.Error);
    }

    [Fact]
    public async Task Report_LabelledSetsWithPatterns_ComparesThemAsJsonBySchema()
    {
        for (int seed = 1; seed <= 3; seed++)
        {
            WriteAnalysis($"plain-{seed}", seed, 0.02);
            WriteAnalysis($"tor-{seed}", seed + 10, 0.24);
        }

        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync(
                "report",
                "--format",
                "json",
                "--label",
                "direct=plain-*/analysis.json",
                "--label",
                "tor=tor-1/analysis.json,tor-2/analysis.json",
                "--label",
                "tor=tor-3/analysis.json"
            )
        );

        JsonElement result = JsonElement.Parse(_world.Output);
        SchemaCheck.AssertFits(result, "report.schema.json");
        JsonElement[] sets = [.. result.GetProperty("sets").EnumerateArray()];
        Assert.Equal(["direct", "tor"], sets.Select(set => set.GetProperty("name").GetString()));
        Assert.All(sets, set => Assert.Equal(3, set.GetProperty("runs").GetArrayLength()));
        JsonElement median = sets[1].GetProperty("measures").GetProperty("round_trip_p50_seconds");
        Assert.InRange(
            median.GetProperty("mean").GetDouble(),
            median.GetProperty("low95").GetDouble(),
            median.GetProperty("high95").GetDouble()
        );
        Assert.Contains(
            "comparison-round-trip-p50",
            result.GetProperty("figures").EnumerateArray().Select(figure => figure.GetProperty("id").GetString())
        );
    }

    [Fact]
    public async Task Report_Plots_AreTheChartsOfThePage()
    {
        WriteAnalysis("run", 1, 0.2);

        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync(
                "report",
                "run/analysis.json",
                "--plots",
                "figures/new",
                "--out",
                "pages/run.html",
                "--format",
                "json"
            )
        );

        JsonElement result = JsonElement.Parse(_world.Output);
        IEnumerable<string> expected = result
            .GetProperty("figures")
            .EnumerateArray()
            .SelectMany(figure => new[] { $"{figure.GetProperty("id")}.csv", $"{figure.GetProperty("id")}.svg" });
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            Directory
                .GetFiles(Path.Combine(_world.Root, "figures/new"))
                .Select(Path.GetFileName)
                .Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            new FileInfo(Path.Combine(_world.Root, "pages/run.html")).Length,
            result.GetProperty("pageBytes").GetInt64()
        );
        Assert.Equal(["run.html"], Directory.GetFiles(Path.Combine(_world.Root, "pages")).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("--width", "3.3in")]
    [InlineData("--width", "3.3in", "--font-size", "9")]
    public async Task Report_PlotsForAColumn_HaveItsWidth(params string[] size)
    {
        WriteAnalysis("run", 1, 0.2);

        ExitCode code = await _world.RunAsync(["report", "run/analysis.json", "--plots", "figures", .. size]);

        Assert.Equal(ExitCode.Ok, code);
        string[] figures = Directory.GetFiles(Path.Combine(_world.Root, "figures"), "*.svg");
        Assert.NotEmpty(figures);
        Assert.All(
            figures,
            file => Assert.Contains(" width=\"237.6pt\"", File.ReadAllText(file), StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("--width '3.3' is not a number and a unit, as in 3.3in", "--plots", "f", "--width", "3.3")]
    [InlineData("--width needs --plots", "--width", "3.3in")]
    [InlineData(
        "--font-size 'small' is not from 4 to 24 points",
        "--plots",
        "f",
        "--width",
        "9in",
        "--font-size",
        "small"
    )]
    [InlineData("--font-size needs --width", "--plots", "f", "--font-size", "9")]
    [InlineData("--font-size '30' is not from 4 to 24 points", "--plots", "f", "--width", "9in", "--font-size", "30")]
    [InlineData(
        "text of 12 points needs a width from 3.6in to 25.6in",
        "--plots",
        "f",
        "--width",
        "3in",
        "--font-size",
        "12"
    )]
    public async Task Report_ImpossibleSizeOfFigures_SaysWhatIsPossible(string problem, params string[] options)
    {
        WriteAnalysis("run", 1, 0.2);

        Assert.Equal(ExitCode.Usage, await _world.RunAsync(["report", "run/analysis.json", .. options]));

        Assert.Contains(problem, _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_ManyMistakes_AreAllReportedAndNothingIsWritten()
    {
        WriteLog("first", Log);

        Assert.Equal(
            ExitCode.Usage,
            await _world.RunAsync("report", "first", "nowhere", "--label", "x", "--label", "y=no-*,first")
        );

        Assert.Equal(
            [
                "mgentools report: there is no 'nowhere'",
                "mgentools report: --label 'x' is not NAME=RUN or NAME=RUN,RUN...",
                "mgentools report: there is no 'no-*' (--label y=no-*,first)",
                "mgentools report: 'first' has no label, but other runs do: label it, too, as in --label base=first",
            ],
            _world.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        );
        Assert.Empty(_world.Output);
        Assert.False(File.Exists(Path.Combine(_world.Root, "report.html")));
    }

    [Fact]
    public async Task Report_NoRun_IsUsage()
    {
        Assert.Equal(ExitCode.Usage, await _world.RunAsync("report"));
        Assert.StartsWith("mgentools report: name a run", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_EachOfTwoRunsWithOneName_AsksForLabels()
    {
        WriteLog("a/run", Log);
        WriteLog("b/run", Log);

        Assert.Equal(ExitCode.Usage, await _world.RunAsync("report", "--each", "a/run", "b/run"));
        Assert.Equal("mgentools report: 2 runs are called 'run': name them with --label\n", _world.Error);
    }

    [Fact]
    public async Task Report_SevenSets_AreTooMany()
    {
        for (int i = 0; i < 7; i++)
            WriteLog($"run-{i}", Log);

        Assert.Equal(
            ExitCode.Usage,
            await _world.RunAsync(["report", "--each", .. Enumerable.Range(0, 7).Select(i => $"run-{i}")])
        );
        Assert.Equal("mgentools report: 7 sets cannot be distinguished in one chart: at most 6\n", _world.Error);
    }

    [Fact]
    public async Task Report_OtherJson_IsAUsageErrorWithTheFileName()
    {
        _world.Write("other.json", "{\"a\": 1}");

        Assert.Equal(ExitCode.Usage, await _world.RunAsync("report", "other.json"));
        Assert.StartsWith("mgentools report: ", _world.Error, StringComparison.Ordinal);
        Assert.Contains("other.json", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_UnwritablePath_EndsWithThree()
    {
        WriteLog("first", Log);
        _world.Write("file", "");

        Assert.Equal(ExitCode.CouldNotStart, await _world.RunAsync("report", "first", "--out", "file/report.html"));
        Assert.StartsWith("mgentools report: ", _world.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, ExitCode.CheckFailed)]
    [InlineData(false, ExitCode.Ok)]
    public async Task Report_LossyRun_FailsOnlyWithFailOnLoss(bool failOnLoss, ExitCode code)
    {
        WriteLog("lossy", Log + Unacknowledged);

        Assert.Equal(
            code,
            await _world.RunAsync([
                "report",
                "lossy",
                "--warmup",
                "0s",
                .. failOnLoss ? ["--fail-on-loss"] : (string[])[],
            ])
        );
        Assert.StartsWith("verdict   lossy: ", _world.Output, StringComparison.Ordinal);
        Assert.Contains("lossy: an owed delivery or receipt is missing", Read("report.html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_LogThatCannotBeRead_FailsTheCheck()
    {
        WriteLog("first", Log);
        _world.Write("first/shard1.log", "\0\0\0\0");

        Assert.Equal(ExitCode.CheckFailed, await _world.RunAsync("report", "first", "--fail-on-loss"));
    }

    [Fact]
    public async Task Report_Interrupted_ReportsItAndKeepsTheOldPage()
    {
        WriteLog("first", Log);
        _world.Write("report.html", "old");
        using CancellationTokenSource stop = new();
        await stop.CancelAsync();
        using StringWriter error = new();

        ExitCode code = await ToolsProgram.RunAsync(
            new ProgramWorld
            {
                Arguments = ["report", "first"],
                Environment = static _ => null,
                Output = Stream.Null,
                Error = error,
                WorkingDirectory = _world.Root,
                Stop = stop.Token,
            }
        );

        Assert.Equal(ExitCode.Interrupted, code);
        Assert.Equal("mgentools report: interrupted; no page was written\n", error.ToString());
        Assert.Equal("old", Read("report.html"));
    }

    [Fact]
    public async Task Report_Help_HasARunnableExampleWithinEightyColumns()
    {
        Assert.Equal(ExitCode.Ok, await _world.RunAsync("report", "--help"));

        Assert.Contains("mgentools report --plots figures", _world.Output, StringComparison.Ordinal);
        Assert.All(_world.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    private string Read(string file) => File.ReadAllText(Path.Combine(_world.Root, file));

    private void WriteLog(string directory, string log)
    {
        Directory.CreateDirectory(Path.Combine(_world.Root, directory));
        _world.Write(Path.Combine(directory, "mgen-client.log"), log);
    }

    private void WriteAnalysis(string directory, int seed, double median)
    {
        Directory.CreateDirectory(Path.Combine(_world.Root, directory));
        AnalysisFile.Write(
            new SampleRun
            {
                Label = directory,
                Seed = seed,
                MedianSeconds = median,
                Messages = 2_000,
            }.Make(),
            Path.Combine(_world.Root, directory, AnalysisFile.Name)
        );
    }
}
