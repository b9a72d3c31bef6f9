using System.Text.RegularExpressions;

namespace MGen.Tor.Tests.Documents;

/// <summary>The examples of <c>docs/TOR.md</c>.</summary>
internal static partial class TorDocument
{
    /// <summary>The blocks of a kind, in order.</summary>
    /// <param name="kind">The text after the opening fence.</param>
    public static string[] Blocks(string kind) =>
        [
            .. Fence()
                .Matches(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TOR.md")))
                .Where(block => block.Groups["kind"].Value == kind)
                .Select(block => block.Groups["text"].Value),
        ];

    [GeneratedRegex("^```(?<kind>[a-z ]+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
