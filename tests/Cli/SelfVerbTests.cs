using System.CommandLine;
using MGen.Cli.Help;

namespace MGen.Cli.Tests;

/// <summary>The commands of every program: completions, manual pages, the help of a verb.</summary>
public sealed class SelfVerbTests
{
    private static readonly ExitTable Codes = ExitTable.Create("done");

    [Theory]
    [InlineData("bash", "fit:--order) COMPREPLY=($(compgen -W $'dmy\\nmdy'")]
    [InlineData("bash", "fit:--out | fit:-o) COMPREPLY=($(compgen -d")]
    [InlineData("bash", "complete -o filenames -F _tools tools")]
    [InlineData("zsh", "#compdef tools")]
    [InlineData("zsh", "'*--order[Order of dates (default\\: dmy)]:dmy|mdy:(dmy mdy)'")]
    [InlineData("zsh", "'*-o[Where it goes, if it'\\''s written]:dir:_files -/'")]
    [InlineData(
        "fish",
        "complete -c tools -n '__fish_seen_subcommand_from fit' -l order -x -a 'dmy mdy' -d 'Order of dates (default: dmy)'"
    )]
    [InlineData("fish", "-s o -l out -r -F -d 'Where it goes, if it\\'s written'")]
    public async Task Completion_ForAShell_HasOptionsWithTheirValues(string shell, string expected) =>
        Assert.Contains(expected, await PrintAsync("completion", shell), StringComparison.Ordinal);

    [Fact]
    public async Task Man_ForAVerb_HasItsOptionsAndEscapesRoffSyntax()
    {
        string page = await PrintAsync("man", "fit");

        Assert.StartsWith(".TH \"TOOLS\\-FIT\" 1 ", page, StringComparison.Ordinal);
        Assert.Contains("tools\\-fit \\- Fits models\n", page, StringComparison.Ordinal);
        Assert.Contains(
            ".TP\n\\fB\\-o\\fR, \\fB\\-\\-out\\fR \\fIdir\\fR\nWhere it goes, if it's written\n",
            page,
            StringComparison.Ordinal
        );
        Assert.Contains("\n  tools fit a\\e\n", page, StringComparison.Ordinal);
        Assert.Contains("\\fBtools\\fR(1)", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_ForAVerb_EqualsItsHelpOption() =>
        Assert.Equal(await PrintAsync("fit", "--help"), await PrintAsync("help", "fit"));

    [Fact]
    public async Task Help_ForTheProgram_ListsVerbsByTheirFirstSentence()
    {
        string help = await PrintAsync("help");

        Assert.Contains("\n  fit         Fits models\n", help, StringComparison.Ordinal);
        Assert.Contains("\n  completion  ", help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tools completion <bash|zsh|fish>", "completion", "--help")]
    [InlineData("tools completion <bash|zsh|fish>", "completion", "bash", "-h")]
    [InlineData("tools completion <bash|zsh|fish>", "help", "completion")]
    [InlineData("tools man [<command>]", "man", "--help")]
    [InlineData("tools man [<command>]", "help", "man")]
    [InlineData("tools help [<command>]", "help", "--help")]
    public async Task Help_ForACommandOfEveryProgram_HasItsUsage(string usage, params string[] arguments)
    {
        string help = await PrintAsync(arguments);

        Assert.Contains($"\nUsage:\n  {usage}\n", help, StringComparison.Ordinal);
        Assert.DoesNotContain("PROGRAM", help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tools: 'fti' is not a command - did you mean 'fit'?; see 'tools --help'\n", "help", "fti")]
    [InlineData("tools: 'more' is one word too many; see 'tools --help'\n", "man", "fit", "more")]
    public async Task Help_ForAnUnknownVerb_IsRefused(string told, params string[] arguments)
    {
        using TestWorld test = new(arguments);

        Assert.Equal(ExitCode.Usage, await RunAsync(test));

        Assert.Equal(told, test.Error);
    }

    private static async Task<string> PrintAsync(params string[] arguments)
    {
        using TestWorld test = new(arguments);
        Assert.Equal(ExitCode.Ok, await RunAsync(test));
        Assert.Empty(test.Error);
        return test.Output;
    }

    private static Task<ExitCode> RunAsync(TestWorld test)
    {
        Option<string> order = new("--order") { Description = "Order of dates.", DefaultValueFactory = _ => "dmy" };
        order.AcceptOnlyFromAmong("dmy", "mdy");
        Command fit = new("fit", "Fits models. And has a second sentence.");
        fit.AddGroup("Input", order);
        fit.AddGroup(
            "Output",
            new Option<string>("--out", "-o") { HelpName = "dir", Description = "Where it goes, if it's written." }
        );
        fit.SetAction(_ => 0);
        RootCommand root = new("Tools.") { fit };
        HelpPage page = new("  tools fit a\\", Codes);
        return CommandLine.RunAsync(
            root,
            test.World,
            new ProgramPages("tools", page, new Dictionary<string, HelpPage> { ["fit"] = page })
        );
    }
}
