namespace MGen.Cli.Tests;

public sealed class ExitCodeTests
{
    [Theory]
    [InlineData(ExitCode.Ok, 0)]
    [InlineData(ExitCode.Bug, 1)]
    [InlineData(ExitCode.Usage, 2)]
    [InlineData(ExitCode.CouldNotStart, 3)]
    [InlineData(ExitCode.CheckFailed, 4)]
    [InlineData(ExitCode.Doubtful, 5)]
    [InlineData(ExitCode.Interrupted, 130)]
    public void Number_OfEachEnd_NeverChanges(ExitCode end, int number) => Assert.Equal(number, (int)end);
}
