using System.CommandLine;

namespace MGen.Cli.Tests;

public sealed class CommandLineTests
{
    private const string Examples = "  greet Alice --times 3";

    [Fact]
    public async Task RunAsync_GoodArguments_RunsTheActionAndReturnsItsCode()
    {
        using TestWorld test = new("Alice", "--times", "3");

        ExitCode code = await CommandLine.RunAsync(Greet(test.World, ExitCode.Doubtful), test.World, Examples);

        Assert.Equal(ExitCode.Doubtful, code);
        Assert.Equal("3 x Alice", test.Output);
        Assert.Empty(test.Error);
    }

    [Theory]
    [InlineData("'--tmes'", "Alice", "--tmes")]
    [InlineData("did you mean '--times'?", "Alice", "--tmes")]
    [InlineData("'--tmes' is not an option of", "--tmes")]
    [InlineData("'many'", "Alice", "--times", "many")]
    [InlineData("expected a whole number", "Alice", "--times", "many")]
    [InlineData("Required argument 'name' missing")]
    public async Task RunAsync_BadArguments_ExplainOnStderrAndRunNothing(string told, params string[] arguments)
    {
        using TestWorld test = new(arguments);

        ExitCode code = await CommandLine.RunAsync(Greet(test.World, ExitCode.Ok), test.World, Examples);

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(told, test.Error, StringComparison.Ordinal);
        Assert.Contains("--help", test.Error, StringComparison.Ordinal);
        Assert.Empty(test.Output);
    }

    [Fact]
    public async Task RunAsync_Help_ShowsExamplesAndExitCodesOnStdout()
    {
        string help = await HelpAsync();

        Assert.Contains("--times", help, StringComparison.Ordinal);
        Assert.Contains(Examples, help, StringComparison.Ordinal);
        Assert.Contains(CommandLine.ExitCodes, help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Help_FitsEightyColumns() =>
        Assert.All((await HelpAsync()).Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 80));

    [Fact]
    public async Task RunAsync_ActionThrows_LeavesItToTheHost()
    {
        using TestWorld test = new();
        RootCommand root = [];
        root.SetAction(int (_) => throw new InvalidOperationException("a bug"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => CommandLine.RunAsync(root, test.World, Examples));
    }

    [Fact]
    public async Task RunAsync_WorldIsAskedToStop_CancelsTheAction()
    {
        using CancellationTokenSource stop = new();
        using TestWorld test = new();
        RootCommand root = [];
        root.SetAction(async (_, stopped) =>
        {
            await stop.CancelAsync();
            return stopped.IsCancellationRequested ? (int)ExitCode.Interrupted : (int)ExitCode.Bug;
        });

        ExitCode code = await CommandLine.RunAsync(root, test.World with { Stop = stop.Token }, Examples);

        Assert.Equal(ExitCode.Interrupted, code);
    }

    [Fact]
    public void ExitCodes_EachMember_IsInTheTable() =>
        Assert.All(Enum.GetValues<ExitCode>(), code => Assert.Matches($@"(?m)^  {(int)code} ", CommandLine.ExitCodes));

    private static async Task<string> HelpAsync()
    {
        using TestWorld test = new("--help");
        Assert.Equal(ExitCode.Ok, await CommandLine.RunAsync(Greet(test.World, ExitCode.Bug), test.World, Examples));
        Assert.Empty(test.Error);
        return test.Output;
    }

    private static RootCommand Greet(ProgramWorld world, ExitCode end)
    {
        Argument<string> name = new("name") { Description = "Who is greeted. A name of at most 1,024 bytes without commas and control characters." };
        Option<int> times = new("--times") { Description = "How often the greeting is repeated before the program ends; from 1 to 1,000,000. Default 1." };
        RootCommand root = new("Greets somebody, and has a description that is longer than one line of a terminal with eighty columns.") { name, times };
        root.SetAction(parsed =>
        {
            world.WriteOutput($"{parsed.GetValue(times)} x {parsed.GetValue(name)}");
            return (int)end;
        });
        return root;
    }
}
