namespace MGen.Cli.Tests;

public sealed class ProgramHostTests
{
    [Fact]
    public async Task RunAsync_ProgramReturns_ReturnsItsCodeAndPassesTheArguments()
    {
        IReadOnlyList<string>? seen = null;

        int code = await ProgramHost.RunAsync(
            ["a", "b"],
            world =>
            {
                seen = world.Arguments;
                return Task.FromResult(ExitCode.CheckFailed);
            }
        );

        Assert.Equal((int)ExitCode.CheckFailed, code);
        Assert.Equal(["a", "b"], seen);
    }

    [Theory]
    [InlineData(ulong.MaxValue, null)]
    [InlineData(6UL << 30, null)]
    [InlineData(
        2UL << 30,
        "the limit of the address space, 2097152 KiB, is too low for the .NET runtime: it needs 6291456 (ulimit -v)"
    )]
    public void ExplainAddressSpace_Limit_IsTooLowBelowSixGibibytes(ulong limit, string? sentence) =>
        Assert.Equal(sentence, ProgramHost.ExplainAddressSpace(limit));

    [Fact]
    public async Task GuardAsync_ProgramThrows_ReportsABug()
    {
        using TestWorld test = new();

        ExitCode code = await ProgramHost.GuardAsync(
            test.World,
            _ => throw new InvalidOperationException("the queue is gone")
        );

        Assert.Equal(ExitCode.Bug, code);
        Assert.Contains("the queue is gone", test.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GuardAsync_FileReachesItsLimit_IsAnOutputThatCannotBeWritten()
    {
        using TestWorld test = new();

        ExitCode code = await ProgramHost.GuardAsync(test.World, _ => FailInFiles(), Task.CompletedTask);

        Assert.Equal(ExitCode.CouldNotStart, code);
        Assert.Contains("(ulimit -f)", test.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("bug", test.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GuardAsync_ArgumentOutOfRangeOfOtherCodeAfterThatLimit_IsABug()
    {
        using TestWorld test = new();

        Assert.Equal(
            ExitCode.Bug,
            await ProgramHost.GuardAsync(
                test.World,
                _ => throw new ArgumentOutOfRangeException("value"),
                Task.CompletedTask
            )
        );
    }

    [Fact]
    public async Task GuardAsync_ArgumentOutOfRangeWithoutThatLimit_IsABug()
    {
        using TestWorld test = new();

        Assert.Equal(
            ExitCode.Bug,
            await ProgramHost.GuardAsync(test.World, _ => FailInFiles(), new TaskCompletionSource().Task)
        );
    }

    /// <summary>Throws inside .NET's file code, as a write beyond the file size limit does.</summary>
    private static Task<ExitCode> FailInFiles()
    {
        using FileStream file = new("unused", (FileMode)(-1));
        return Task.FromResult(ExitCode.Ok);
    }
}
