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
}
