using MGen.Analysis.Inputs;
using MGen.Analysis.Results;
using MGen.EventLog;

namespace MGen.Analysis.Tests.Inputs;

/// <summary>Full disks, missing and unreadable directories, and links out of the run.</summary>
public sealed class BrokenSurroundingsTests : IDisposable
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
    public void Analyze_TemporaryFilesCannotBeCreated_FailsWithTheirDirectoryAndBlamesNoLog()
    {
        _folder.Write(
            "shard0.log",
            [.. Enumerable.Range(0, 3_000).Select(id => RunFolder.Line(id, $"alice,g,send,Idle,Active,2,{id}"))]
        );
        string below = Path.Combine(_folder.Write("file", "not a directory"), "below");

        TemporaryFilesException failure = Assert.Throws<TemporaryFilesException>(() =>
            _folder.Analyze(new AnalysisOptions { BufferBytes = 1, TempDirectory = below })
        );

        Assert.Contains(below, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Analyze_DeviceThatSuppliesBytesWithoutEnd_CanBeInterrupted()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "there is no device without an end");
        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(60));

        Assert.Throws<OperationCanceledException>(() =>
            RunAnalyzer.Analyze(
                ["/dev/zero"],
                _folder.Root,
                new AnalysisOptions(),
                progress => stop.Cancel(), // after the first bytes
                stop.Token
            )
        );
    }

    [Fact]
    public void Analyze_OutputCannotBeWritten_FailsAndBlamesNoLog()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no device that is always full");
        string output = Directory.CreateDirectory(Path.Combine(_folder.Root, "results")).FullName;
        File.CreateSymbolicLink(Path.Combine(output, "rtt_all.mgen.json"), "/dev/full");
        _folder.Write(
            "mgen-client.log",
            [
                .. Enumerable
                    .Range(0, 30_000)
                    .SelectMany(id =>
                        new[]
                        {
                            RunFolder.Line(id, $"alice,g,send,Idle,Active,2,{id}"),
                            RunFolder.Line(id + 0.5, $"alice,g,receive,Idle,Idle,bob,receipt,{id}"),
                        }
                    ),
            ]
        );

        Assert.Throws<IOException>(() => _folder.Analyze(new AnalysisOptions { OriginalDirectory = output }));
    }

    [Theory]
    [InlineData("run.txt", "1 file with lines of an event log and names other than *.log or *.stdout")]
    [InlineData(".hidden.log", "1 file with lines of an event log and hidden")]
    public void Analyze_OnlyALogThatIsNotRead_IsNamedInTheError(string name, string expected)
    {
        _folder.Write(name, Good);

        AnalysisException failure = Assert.Throws<AnalysisException>(() => _folder.Analyze());

        Assert.Contains("there is no event log", failure.Message, StringComparison.Ordinal);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(name, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Analyze_LinkToADirectoryOfTheKernel_IsNotSearchedAndReported()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "other systems have no such directories");
        _folder.Write("shard0.log", Good);
        File.CreateSymbolicLink(Path.Combine(_folder.Root, "kernel"), "/proc/self");

        AnalysisResult result = _folder.Analyze();

        Assert.Single(result.Input.Files);
        Assert.Contains(result.Warnings, warning => warning.Contains("kernel", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/proc/kmsg")] // waits for the kernel's next message
    [InlineData("/proc/self/status")]
    public void Analyze_LogThatLeadsToAFileOfTheKernel_IsNamedAndDoubtful(string target)
    {
        Assert.SkipUnless(File.Exists(target), "other systems have no such file");
        _folder.Write("shard0.log", Good);
        File.CreateSymbolicLink(Path.Combine(_folder.Root, "shard1.log"), target);

        AnalysisResult result = _folder.Analyze();

        Assert.EndsWith("shard1.log", Assert.Single(result.Input.Files, file => file.Failure is not null).Path);
        Assert.Equal(Verdict.Doubtful, result.Verdict);
    }

    [Theory]
    [InlineData("logs")]
    [InlineData("logs/part")]
    [InlineData("run/shadow.data/hosts/client1")]
    public void Analyze_UnreadableDirectory_IsNamedAndDoubtful(string directory)
    {
        _folder.Write("shard0.log", Good);
        _folder.Write("run/shadow.data/hosts/client2/mgen-client.1000.stdout", Good);
        _folder.Write("logs/shard1.log", Good);
        string[] inputs = [.. new[] { "shard0.log", "logs", "run" }.Select(name => Path.Combine(_folder.Root, name))];
        using LockedDirectory locked = new(_folder.Root, directory);

        RunInputs found = locked.AsNobody(() => InputFinder.Find(inputs, _folder.Root, label: null));

        Assert.Equal(
            "is a directory that cannot be read",
            Assert.Single(found.Logs, log => log.Problem is not null).Problem
        );
    }
}
