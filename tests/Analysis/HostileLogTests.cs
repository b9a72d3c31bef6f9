using System.Text;
using MGen.Analysis.Results;

namespace MGen.Analysis.Tests;

/// <summary>Logs that no program of this project writes.</summary>
public sealed class HostileLogTests : IDisposable
{
    private static readonly string[] Good =
    [
        RunFolder.Line(1, "alice,g,send,Idle,Active,2,0"),
        RunFolder.Line(2, "bob,g,receive,Idle,Idle,alice,320,0"),
        RunFolder.Line(3, "alice,g,receive,Idle,Idle,bob,receipt,0"),
    ];

    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Analyze_BinaryRubbish_RejectsItAndKeepsTheRest()
    {
        byte[] rubbish = new byte[300_000];
        new Random(1).NextBytes(rubbish);
        _folder.WriteBytes(
            "mgen-client.log",
            [.. Encoding.UTF8.GetBytes(string.Concat(Good)), .. rubbish, (byte)'\n', .. Encoding.UTF8.GetBytes(Good[2])]
        );

        AnalysisResult result = _folder.Analyze();

        Assert.Equal((1, 1), (result.Messages.Acknowledged, result.Messages.Duplicates));
        Assert.Equal(Verdict.Doubtful, result.Verdict);
        Assert.Equal(result.Input.Lines - 4, result.Input.Rejected.Values.Sum());
        Assert.InRange(result.Input.RejectedSamples.Count, 1, InputSummary.MaxSamples);
        Assert.All(result.Input.RejectedSamples, sample => Assert.DoesNotContain(sample.Text, char.IsControl));
    }

    [Fact]
    public void Analyze_TruncatedLastLine_IsRejectedWithItsNumber()
    {
        _folder.Write("mgen-client.log", [.. Good, Good[0][..^1]]);

        RejectedSample sample = Assert.Single(_folder.Analyze().Input.RejectedSamples);

        Assert.Equal((4, "unterminated"), (sample.Line, sample.Reason));
        Assert.EndsWith("mgen-client.log", sample.File, StringComparison.Ordinal);
    }

    [Fact]
    public void Analyze_HugeLine_IsOneRejectedLine()
    {
        _folder.Write("mgen-client.log", Good[0], new string('x', 5_000_000) + "\n", Good[1], Good[2]);

        AnalysisResult result = _folder.Analyze();

        Assert.Equal([new("tooLong", 1)], result.Input.Rejected);
        Assert.Equal(1, result.Messages.Acknowledged);
    }

    [Fact]
    public void Analyze_LinesInReverse_AreJoinedByTheirTimes()
    {
        _folder.Write("mgen-client.log", [.. Good.Reverse()]);

        AnalysisResult result = _folder.Analyze();

        Assert.Equal(2_000_000, result.RoundTrip.MaxMicroseconds);
        Assert.Equal(0, result.Messages.BeforeSend);
    }

    [Fact]
    public void Analyze_TimesOfAllCenturies_MakeABoundedSeries()
    {
        _folder.Write(
            "mgen-client.log",
            [
                .. Good,
                RunFolder.Line(0, "alice,g,send,Idle,Active,2,1", start: 1),
                RunFolder.Line(0, "alice,g,send,Idle,Active,2,2", start: 9_000_000_000),
            ]
        );

        AnalysisResult result = _folder.Analyze(new AnalysisOptions { Bin = TimeSpan.FromSeconds(1) });

        Assert.InRange(result.Volumes.Sent.Count, 1, 1_000_001);
        Assert.Equal(3, result.Volumes.Sent.Sum());
        Assert.InRange(_folder.Analyze().Volumes.Sent.Count, 1, 1801);
    }

    [Fact]
    public void Analyze_MoreDifferentSecondsThanKept_CountsAllInCoarserBins()
    {
        const int Sends = 140_000;
        StringBuilder lines = new();
        for (int i = 0; i < Sends; i++)
            lines.Append(RunFolder.Line(i * 7, $"alice,g,send,Idle,Active,2,{i}"));
        _folder.Write("mgen-client.log", lines.ToString());

        VolumeSeries volumes = _folder.Analyze().Volumes;

        Assert.Equal(Sends, volumes.Sent.Sum());
        Assert.InRange(volumes.Sent.Count, 10, 1801);
    }

    [Fact]
    public void Analyze_NumbersAtTheirLimits_DoNotThrow()
    {
        _folder.Write(
            "mgen-client.log",
            [
                .. Good,
                RunFolder.Line(4, $"alice,g,send,Idle,Active,{long.MaxValue},{uint.MaxValue}"),
                RunFolder.Line(4, $"bob,g,receive,Idle,Idle,alice,{long.MaxValue},{uint.MaxValue}"),
                RunFolder.Line(4, $"bob,g,fetched,{long.MaxValue},{long.MaxValue}"),
                RunFolder.Line(4, $"alice,g,send,Idle,Active,1,{uint.MaxValue - 1}"),
                RunFolder.Line(4, $"bob,g,receive,Idle,Idle,alice,160,{1UL << 32}"),
            ]
        );

        AnalysisResult result = _folder.Analyze(new AnalysisOptions { OriginalDirectory = _folder.Root });

        Assert.Equal(3, result.Messages.Sent);
        Assert.Equal([new("badField", 1)], result.Input.Rejected);
    }

    [Fact]
    public void Analyze_NothingReadable_ListsWhatWasFound()
    {
        string file = _folder.Write("notes.log", "dear diary\n");

        AnalysisException error = Assert.Throws<AnalysisException>(() => _folder.Analyze([file]));

        Assert.Contains("notes.log:1: badTime: dear diary", error.Message, StringComparison.Ordinal);
    }
}
