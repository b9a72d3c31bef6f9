namespace MGen.Cli.Tests;

public sealed class ProgramHostTests
{
    [Fact]
    public async Task RunAsync_ProgramReturns_GivesItsCodeAndTheArguments()
    {
        IReadOnlyList<string>? seen = null;

        int code = await ProgramHost.RunAsync(["a", "b"], world =>
        {
            seen = world.Arguments;
            return Task.FromResult(ExitCode.CheckFailed);
        });

        Assert.Equal((int)ExitCode.CheckFailed, code);
        Assert.Equal(["a", "b"], seen);
    }

    [Fact]
    public async Task RunAsync_ProgramThrows_ReportsABug()
    {
        using StringWriter error = new();
        TextWriter before = Console.Error;
        Console.SetError(error);
        try
        {
            int code = await ProgramHost.RunAsync([], _ => throw new InvalidOperationException("the queue is gone"));

            Assert.Equal((int)ExitCode.Bug, code);
            Assert.Contains("the queue is gone", error.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            Console.SetError(before);
        }
    }
}
