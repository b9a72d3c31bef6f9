using MGen.Analysis.Tests;

namespace MGen.Cli.Tests;

public sealed class OutputFilesTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mgen-outputs-");

    public OutputFilesTests()
    {
        File.WriteAllText(Path.Combine(_directory.FullName, "alice.yaml"), "user: alice\n");
        File.WriteAllText(Path.Combine(_directory.FullName, "bob.yaml"), "user: bob\n");
        File.CreateSymbolicLink(Path.Combine(_directory.FullName, "link.yaml"), "alice.yaml");
        File.CreateSymbolicLink(Path.Combine(_directory.FullName, "null.log"), "/dev/null");
    }

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("run.log", null, null)]
    [InlineData("run.log", "run.json", null)]
    [InlineData("/dev/null", "/dev/null", null)]
    [InlineData("/dev/stdout", "/dev/stdout", null)]
    [InlineData("/proc/self/fd/1", "/proc/self/fd/1", null)]
    [InlineData("null.log", "null.log", null)]
    [InlineData("alice.yaml", null, "--log 'alice.yaml' is an input: an output may not write over it")]
    [InlineData("./x/../alice.yaml", null, "--log './x/../alice.yaml' is an input: an output may not write over it")]
    [InlineData("link.yaml", null, "--log 'link.yaml' is an input: an output may not write over it")]
    [InlineData(null, "alice.yaml", "--summary 'alice.yaml' is an input: an output may not write over it")]
    [InlineData(
        "bob.yaml",
        null,
        "--log 'bob.yaml' exists and is a configuration file by its name: quote the pattern of the inputs, or name another file"
    )]
    [InlineData("new.yaml", null, null)]
    [InlineData("run.log", "./run.log", "--summary './run.log' is also the file of --log")]
    public void ExplainOverlap_OfTwoOutputsWithAnInput_NamesTheOption(string? log, string? summary, string? expected) =>
        Assert.Equal(
            expected,
            OutputFiles.ExplainOverlap([("--log", log), ("--summary", summary)], ["alice.yaml"], _directory.FullName)
        );

    [Fact]
    public void ExplainOverlap_OutputBelowADirectoryThatMayNotBeSearched_IsNone()
    {
        using LockedDirectory locked = new(_directory.FullName);

        Assert.Null(
            locked.AsNobody(() =>
                OutputFiles.ExplainOverlap([("--log", "locked/run.log")], ["alice.yaml"], _directory.FullName)
            )
        );
    }
}
