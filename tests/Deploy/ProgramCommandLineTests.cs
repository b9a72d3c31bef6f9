using System.Text.RegularExpressions;

namespace MGen.Deploy.Tests;

/// <summary>
/// All programs' command lines are alike: style of the help, names of common options, mistakes, completions, manual
/// pages.
/// </summary>
public sealed partial class ProgramCommandLineTests
{
    private const int UsageError = 2;

    public static TheoryData<string> Programs =>
        ["mgen-server", "mgen-silo", "mgen-gateway", "mgen-web", "mgen-client", "mgen-peer", "mgentools", "mgen-demo"];

    public static TheoryData<string> Verbs =>
        ["fit", "generate", "check", "simulate", "analyze", "report", "validate", "export", "people"];

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Help_OfAProgram_IsInTheCommonStyle(string program) =>
        AssertStyle(await PrintAsync(program, "--help"));

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Help_OfAVerb_IsInTheCommonStyle(string verb) =>
        AssertStyle(await PrintAsync("mgentools", verb, "--help"));

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Run_MisspeltOption_PrintsOneLineThatNamesTheNearest(string program)
    {
        BuiltProgram.SkipUnlessBuilt(program);

        (int code, string said) = await BuiltProgram.RunAsync(program, "--verson");

        Assert.Equal(UsageError, code);
        Assert.Matches(
            $"^{program}: '--verson' is not an option of this program - did you mean '--version'\\?; see '{program} --help'\n$",
            said
        );
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Completion_ForBash_IsAScriptThatBashAccepts(string program)
    {
        string script = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            script,
            await PrintAsync(program, "completion", "bash"),
            TestContext.Current.CancellationToken
        );
        try
        {
            string words = await CommandRun.SucceedAsync(
                "bash",
                [
                    "-c",
                    $"source '{script}'; COMP_WORDS=({program} --ver); COMP_CWORD=1; _{program.Replace('-', '_')}; echo \"${{COMPREPLY[*]}}\"",
                ]
            );
            Assert.Equal("--version\n", words);
        }
        finally
        {
            File.Delete(script);
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Man_OfAProgram_HasTheSectionsOfAManualPage(string program)
    {
        string page = await PrintAsync(program, "man");

        Assert.StartsWith(".TH ", page, StringComparison.Ordinal);
        foreach (string section in (string[])["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXAMPLES", "EXIT STATUS"])
            Assert.Contains($".SH \"{section}\"\n", page, StringComparison.Ordinal);
    }

    private static void AssertStyle(string help)
    {
        string[] lines = help.Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.Equal(["Description:", "Usage:"], lines.Where(line => Heading().IsMatch(line)).Take(2));
        Assert.Contains("Exit codes:", lines);
        Assert.DoesNotContain("[default:", help, StringComparison.Ordinal);
        Assert.DoesNotContain(" Default: ", help, StringComparison.Ordinal);
        Assert.All(
            OptionLine().Matches(help).Where(option => option.Groups["name"].Value == "--out"),
            option => Assert.Equal("-o, ", option.Groups["short"].Value)
        );
        Assert.All(OptionLine().Matches(help), option => Assert.NotEqual("--threads", option.Groups["name"].Value));
        Assert.All(
            OptionLine().Matches(help).Where(option => option.Groups["value"].Success),
            option =>
                Assert.True(
                    ValueName().IsMatch(option.Groups["value"].Value),
                    $"<{option.Groups["value"].Value}> is not a name of values: see ProgramCommandLineTests"
                )
        );
        int longest = Group().Matches(help).Select(group => OptionLine().Count(group.Value)).DefaultIfEmpty(0).Max();
        Assert.InRange(longest, 1, 20);
    }

    private static async Task<string> PrintAsync(string program, params string[] arguments)
    {
        BuiltProgram.SkipUnlessBuilt(program);
        (int code, string printed) = await BuiltProgram.RunAsync(program, arguments);
        Assert.True(code == 0, printed);
        return printed;
    }

    [GeneratedRegex(@"^[A-Z][\w ]*:$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^  (?<short>-\w, )?(?<name>--[a-z-]+)(?: <(?<value>[^>]+)>)?", RegexOptions.Multiline)]
    private static partial Regex OptionLine();

    /// <summary>How the help names a value: by its type or, if there are few, by the possible values.</summary>
    [GeneratedRegex(
        @"^(?:n|number|length|seconds|file|dir|time|text|name|word|addr:port|port|who|zone|classes|speed|factor|value|settings|i/n|rule,\.\.\.|format=path|NAME=RUN,RUN\.\.\.|[a-z-]+(?:\|[a-z-]+)+)$"
    )]
    private static partial Regex ValueName();

    [GeneratedRegex(@"^[A-Z][\w ]*:\n(?:  .*\n)+", RegexOptions.Multiline)]
    private static partial Regex Group();
}
