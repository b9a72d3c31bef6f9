using System.CommandLine;
using MGen.Cli.Help;

namespace MGen.Cli.Tests;

public sealed class CommandLineTests
{
    private const string Examples = "  greet Alice --times 3";

    private static readonly ProgramPages Pages = new(
        "greet",
        new HelpPage(
            Examples,
            ExitTable.Create("everybody was greeted", doubtful: "greeted, but late"),
            "  GREETING=hello is what is said"
        )
    );

    [Fact]
    public async Task RunAsync_ValidArguments_RunsTheActionAndReturnsItsCode()
    {
        using TestWorld test = new("Alice", "--times", "3");

        ExitCode code = await CommandLine.RunAsync(Greet(test.World, ExitCode.Doubtful), test.World, Pages);

        Assert.Equal(ExitCode.Doubtful, code);
        Assert.Equal("3 x Alice", test.Output);
        Assert.Empty(test.Error);
    }

    [Theory]
    [InlineData("greet: '--tmes' is not an option of this program - did you mean '--times'?", "Alice", "--tmes")]
    [InlineData("greet: '--tmes' is not an option of this program - did you mean '--times'?", "--tmes", "3")]
    [InlineData("greet: '--tmes' is not an option of this program - did you mean '--times'?", "Alice", "--tmes=3")]
    [InlineData("greet: --times 'many': expected a whole number of at most 2147483647", "Alice", "--times", "many")]
    [InlineData(
        "greet: --tone 'frendly': allowed are angry, friendly - did you mean 'friendly'?",
        "Alice",
        "--tone",
        "frendly"
    )]
    [InlineData("greet: --tone 'x': allowed are angry, friendly", "Alice", "--tone", "x")]
    [InlineData("greet: --mood 'blu': allowed are blue, red - did you mean 'blue'?", "Alice", "--mood", "blu")]
    [InlineData("greet: 'Bob' is one argument too many", "Alice", "Bob")]
    [InlineData("greet: --times is given 2 times; it may be given once", "Alice", "--times", "1", "--times", "2")]
    [InlineData("greet: --times needs a value", "Alice", "--times")]
    [InlineData("greet: an argument is empty", "")]
    [InlineData("greet: completion: name a shell: bash, zsh or fish", "completion", "tcsh")]
    public async Task RunAsync_OneMistake_PrintsOneLineOnStderrAndRunsNothing(string told, params string[] arguments)
    {
        using TestWorld test = new(arguments);

        ExitCode code = await CommandLine.RunAsync(Greet(test.World, ExitCode.Ok), test.World, Pages);

        Assert.Equal(ExitCode.Usage, code);
        Assert.Equal($"{told}; see 'greet --help'\n", test.Error);
        Assert.Empty(test.Output);
    }

    [Fact]
    public async Task RunAsync_ArgumentMissing_NamesItAndTheHelp()
    {
        using TestWorld test = new();

        Assert.Equal(ExitCode.Usage, await CommandLine.RunAsync(Greet(test.World, ExitCode.Ok), test.World, Pages));

        Assert.Equal("greet: name is missing; see 'greet --help'\n", test.Error);
    }

    [Fact]
    public async Task RunAsync_Help_ShowsExamplesAndExitCodesOnStdout()
    {
        string help = await HelpAsync();

        Assert.Contains("--times", help, StringComparison.Ordinal);
        Assert.Contains(Examples, help, StringComparison.Ordinal);
        Assert.Contains("\n  5    greeted, but late\n", help, StringComparison.Ordinal);
        Assert.DoesNotContain("130", help, StringComparison.Ordinal);
        Assert.Contains("GREETING=hello", help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file", "[<file>...]")]
    [InlineData("[cert key] [addr:port]", "[cert key] [addr:port]")]
    public void Usage_OfWordsThatAreOneArgument_NamesEach(string name, string expected) =>
        Assert.Equal(
            expected,
            OptionText.Usage(new Argument<string[]>("words") { HelpName = name, Arity = ArgumentArity.ZeroOrMore })
        );

    [Fact]
    public async Task RunAsync_Help_ListsOptionsByGroupWithValueAndDefault()
    {
        string help = await HelpAsync();

        Assert.Contains("Usage:\n  greet <name> [options]\n", help, StringComparison.Ordinal);
        Assert.Contains(
            "Manner:\n  -t, --tone <angry|friendly>  How it sounds (default: friendly)\n",
            help,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("--sound", help, StringComparison.Ordinal);
        Assert.Matches("--times <n> .*", help);
        Assert.True(
            help.IndexOf("Manner:", StringComparison.Ordinal) < help.IndexOf("Options:", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("--tone", "angry")]
    [InlineData("-t", "angry")]
    [InlineData("--sound", "angry")]
    public async Task RunAsync_ShortAndOldNames_AreAccepted(string name, string value)
    {
        using TestWorld test = new("Alice", name, value);

        Assert.Equal(ExitCode.Ok, await CommandLine.RunAsync(Greet(test.World, ExitCode.Ok), test.World, Pages));
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

        await Assert.ThrowsAsync<InvalidOperationException>(() => CommandLine.RunAsync(root, test.World, Pages));
    }

    [Fact]
    public async Task RunAsync_StopRequested_CancelsTheAction()
    {
        using CancellationTokenSource stop = new();
        using TestWorld test = new();
        RootCommand root = [];
        root.SetAction(
            async (_, stopped) =>
            {
                await stop.CancelAsync();
                return stopped.IsCancellationRequested ? (int)ExitCode.Interrupted : (int)ExitCode.Bug;
            }
        );

        ExitCode code = await CommandLine.RunAsync(root, test.World with { Stop = stop.Token }, Pages);

        Assert.Equal(ExitCode.Interrupted, code);
    }

    private static async Task<string> HelpAsync()
    {
        using TestWorld test = new("--help");
        Assert.Equal(ExitCode.Ok, await CommandLine.RunAsync(Greet(test.World, ExitCode.Bug), test.World, Pages));
        Assert.Empty(test.Error);
        return test.Output;
    }

    private static RootCommand Greet(ProgramWorld world, ExitCode end)
    {
        Argument<string> name = new("name")
        {
            Description = "Who is greeted. A name of at most 1,024 bytes without commas and control characters.",
        };
        Option<int> times = new("--times")
        {
            Description = "How often the greeting is repeated before the program ends; from 1 to 1,000,000. Default 1.",
        };
        Option<string> tone = new("--tone", "-t", "--sound")
        {
            Description = "How it sounds.",
            DefaultValueFactory = _ => "friendly",
        };
        tone.AcceptOnlyFromAmong("friendly", "angry");
        Option<Mood> mood = new("--mood") { Description = "Which colour it has." };
        RootCommand root = new(
            "Greets a person, and has a description that is longer than one line of a terminal with eighty columns."
        )
        {
            name,
            times,
        };
        root.AddGroup("Manner", tone, mood);
        root.SetAction(parsed =>
        {
            world.WriteOutput($"{parsed.GetValue(times)} x {parsed.GetValue(name)}");
            return (int)end;
        });
        return root;
    }

    private enum Mood
    {
        Red,
        Blue,
    }
}
