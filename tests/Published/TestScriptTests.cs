using MGen.Docs.Tests;
using MGen.Shadow.Tests.Experiments;

namespace MGen.Published.Tests;

/// <summary>
/// How <c>test.sh</c> counts the tests of a room whose runner only pretends, and which tests it runs a second time.
/// </summary>
public sealed class TestScriptTests : IDisposable
{
    private const string Failed = "echo '    MGen.Wire.Tests.Frame.Read_Empty_Fails [FAIL]'";

    private readonly PretendedPrograms _programs = new();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mgen-test-script-");

    public void Dispose()
    {
        _programs.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Test_FailsOnceAndThenPasses_CountsAsPassedAndIsNamed()
    {
        Pretend(first: $"{Failed}; {Summary(total: 3, failed: 1)}; exit 1", second: Summary(total: 1));

        (int code, string said) = await RunAsync();

        Assert.True(code == 0, said);
        Assert.Contains(
            "passed only when run again, alone: MGen.Wire.Tests.Frame.Read_Empty_Fails\n",
            said,
            StringComparison.Ordinal
        );
        Assert.EndsWith("3 passed, 0 failed, 0 skipped\n", said, StringComparison.Ordinal);
        Assert.EndsWith(
            "-method MGen.Wire.Tests.Frame.Read_Empty_Fails\n",
            await ReadAsync("second"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Test_FailsTwice_IsAFailure()
    {
        string fails = $"{Failed}; {Summary(total: 3, failed: 1)}; exit 1";
        Pretend(first: fails, second: fails);

        (int code, string said) = await RunAsync();

        Assert.Equal(1, code);
        Assert.Contains("failed: MGen.Wire.Tests.Frame.Read_Empty_Fails\n", said, StringComparison.Ordinal);
        Assert.EndsWith("2 passed, 1 failed, 0 skipped\n", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_SecondRunFindsNoTest_IsAFailure()
    {
        Pretend(first: $"{Failed}; {Summary(total: 3, failed: 1)}; exit 1", second: Summary(total: 0));

        (int code, string said) = await RunAsync();

        Assert.Equal(1, code);
        Assert.EndsWith("2 passed, 1 failed, 0 skipped\n", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_FixtureFailsToo_IsAFailureWhateverTheSecondRunSays()
    {
        Pretend(first: $"{Failed}; {Summary(total: 3, failed: 1, errors: 1)}; exit 1", second: Summary(total: 1));

        (int code, string said) = await RunAsync();

        Assert.Equal(1, code);
        Assert.EndsWith("3 passed, 1 failed, 0 skipped\n", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_RunnerCrashes_IsNotRunAgain()
    {
        Pretend(first: $"{Failed}; exit 134", second: Summary(total: 1));

        (int code, string said) = await RunAsync();

        Assert.Equal(1, code);
        Assert.Contains("tests/Wire: no result (exit code 134)", said, StringComparison.Ordinal);
        Assert.EndsWith("0 passed, 1 failed, 0 skipped\n", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_MoreFailuresThanNoiseExplains_AreNotRunAgain()
    {
        string six = "for i in 1 2 3 4 5 6; do echo \"    MGen.Wire.Tests.Frame.Read_$i [FAIL]\"; done";
        Pretend(first: $"{six}; {Summary(total: 8, failed: 6)}; exit 1", second: Summary(total: 6));

        (int code, string said) = await RunAsync();

        Assert.Equal(1, code);
        Assert.EndsWith("2 passed, 6 failed, 0 skipped\n", said, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_directory.FullName, "second")));
    }

    private static string Summary(int total, int failed = 0, int errors = 0) =>
        $"echo '   MGen.Wire.Tests  Total: {total}, Errors: {errors}, Failed: {failed}, Skipped: 0, Not Run: 0, Time: 1.000s'";

    // Each run of the runner writes its arguments into a file that is named after the run.
    private void Pretend(string first, string second)
    {
        string directory = _directory.FullName;
        _programs.Put(
            "dotnet",
            $"""
            if [ -e {directory}/first ]; then echo "$*" >{directory}/second; {second}
            else echo "$*" >{directory}/first; {first}; fi
            """
        );
    }

    private Task<string> ReadAsync(string file) =>
        File.ReadAllTextAsync(Path.Combine(_directory.FullName, file), TestContext.Current.CancellationToken);

    // Redirects stdout to stderr, the stream that is read.
    private Task<(int Code, string Said)> RunAsync() =>
        _programs.RunAsync("/bin/bash", ["-c", "\"$0\" --no-build Wire >&2", Path.Combine(Repository.Root, "test.sh")]);
}
