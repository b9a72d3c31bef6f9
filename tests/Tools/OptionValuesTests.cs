using System.Text.RegularExpressions;
using MGen.Cli;

namespace MGen.Tools.Tests;

/// <summary>Each option of each verb with values that it does not expect.</summary>
public sealed partial class OptionValuesTests : IDisposable
{
    private readonly ToolWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("fit")]
    [InlineData("generate")]
    [InlineData("check")]
    [InlineData("simulate")]
    [InlineData("analyze")]
    [InlineData("report")]
    [InlineData("validate")]
    [InlineData("export")]
    public async Task Verb_OptionHasAStrangeValueOrIsGivenTwice_IsAUsageError(string verb)
    {
        await _world.RunAsync("help", verb);
        string[] options = [.. OptionWithValue().Matches(_world.Output).Select(match => match.Groups["name"].Value)];

        Assert.NotEmpty(options);
        foreach (string option in options)
        {
            string[] values = ["", "1", "NaN", "-Infinity", "\u00fc"];
            foreach (string value in values)
            {
                Assert.Equal(ExitCode.Usage, await _world.RunAsync(verb, $"{option}={value}"));
                Assert.Equal(ExitCode.Usage, await _world.RunAsync(verb, $"{option}={value}", $"{option}={value}"));
            }
        }
    }

    [GeneratedRegex(@"^  (?:-\w, )?(?<name>--[a-z-]+) <", RegexOptions.Multiline)]
    private static partial Regex OptionWithValue();
}
