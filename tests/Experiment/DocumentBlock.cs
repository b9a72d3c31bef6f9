using System.Text.RegularExpressions;

namespace MGen.Experiment.Tests;

/// <summary>A block of a document: commands (<c>sh</c>), or what they print (<c>text</c>).</summary>
/// <param name="Language">The word after the fence.</param>
/// <param name="Text">The lines between the fences.</param>
internal sealed partial record DocumentBlock(string Language, string Text)
{
    public bool IsCommands => Language == "sh";

    public bool IsOutput => Language == "text";

    public string[] Lines => Text.TrimEnd().Split('\n');

    public static DocumentBlock[] In(string markdown) =>
        [
            .. Fenced()
                .Matches(markdown)
                .Select(match => new DocumentBlock(match.Groups["language"].Value, match.Groups["text"].Value)),
        ];

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
