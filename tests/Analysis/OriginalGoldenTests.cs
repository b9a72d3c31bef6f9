using MGen.Analysis.Results;

namespace MGen.Analysis.Tests;

/// <summary>
/// The original's six files, compared with those that its own tool wrote for the same logs (see Golden/README.md).
/// </summary>
public sealed class OriginalGoldenTests : IDisposable
{
    private static readonly string Golden = Path.Combine(AppContext.BaseDirectory, "Golden");

    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("rtt_all", 1)]
    [InlineData("rtt_all", 3)]
    [InlineData("rtt_timeout", 1)]
    [InlineData("rtt_timeout", 3)]
    public void Analyze_RoundTripsOfGoldenRun_AreTheOriginalsByteForByte(string file, int parallelism) =>
        Assert.Equal(Expected(file), Written(file, parallelism));

    [Theory]
    [InlineData("rtt_mean")]
    [InlineData("counts")]
    [InlineData("timeout_by_send")]
    [InlineData("timeout_by_receive")]
    public void Analyze_EntriesOfGoldenRun_AreTheOriginalsInAnyOrder(string file) =>
        Assert.Equal(
            Elements(Expected(file)).Order(StringComparer.Ordinal),
            Elements(Written(file, 2)).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Analyze_GoldenRun_HasWhatTheFilesAreToShow()
    {
        AnalysisResult result = Analyze(2);

        Assert.True(result.Settings.Simulated);
        Assert.Equal(1200, result.Settings.WarmupSeconds);
        Assert.InRange(result.Messages.LeftOut, 1, result.Messages.Sent);
        Assert.InRange(result.Messages.ToSleeping, 1, result.Messages.Owed);
        Assert.InRange(result.Messages.Late, 1, result.Messages.Owed);
        Assert.InRange(result.Messages.NeverAcknowledged, 1, result.Messages.Owed);
        Assert.Empty(result.Input.Rejected);
    }

    [Fact]
    public void Analyze_ManyLogsOnManyThreads_WritesThemInTheirOrder()
    {
        const int Logs = 300;
        for (int i = 0; i < Logs; i++)
            _folder.Write(
                $"{i:D4}/mgen-client.log",
                RunFolder.Line(0, $"u{i},g{i},send,Idle,Idle,1,0"),
                RunFolder.Line(i + 1, $"u{i},g{i},receive,Idle,Idle,b,receipt,0")
            );

        _folder.Analyze(new AnalysisOptions { OriginalDirectory = _folder.Root, Parallelism = 8 });

        Assert.Equal(
            Enumerable.Range(1, Logs).Select(i => $"{i}.0"),
            Elements(File.ReadAllText(Path.Combine(_folder.Root, "rtt_all.mgen.json")))
        );
    }

    [Fact]
    public void Analyze_EmptyOriginalSet_IsSixEmptyArrays()
    {
        _folder.Write("mgen-server.log", RunFolder.Line(0, "listening,127.0.0.1:1"));

        _folder.Analyze(new AnalysisOptions { OriginalDirectory = _folder.Root });

        string[] files = Directory.GetFiles(_folder.Root, "*.mgen.json");
        Assert.Equal(6, files.Length);
        Assert.All(files, file => Assert.Equal("[]", File.ReadAllText(file)));
    }

    private static string Expected(string file) =>
        File.ReadAllText(Path.Combine(Golden, "expected", $"{file}.mgen.json"));

    private static string[] Elements(string array) => array[1..^1].Split(',');

    private string Written(string file, int parallelism)
    {
        Analyze(parallelism);
        return File.ReadAllText(Path.Combine(_folder.Root, $"{file}.mgen.json"));
    }

    private AnalysisResult Analyze(int parallelism) =>
        _folder.Analyze(
            [Path.Combine(Golden, "run")],
            new AnalysisOptions { OriginalDirectory = _folder.Root, Parallelism = parallelism }
        );
}
