using System.Text.RegularExpressions;

namespace MGen.Wire.Tests;

/// <summary>
/// The examples of docs/WIRE.md: fenced blocks marked <c>hex</c> and a name. The build copies the document next to the
/// tests.
/// </summary>
internal static partial class WireDocument
{
    public static IReadOnlyDictionary<string, byte[]> Examples { get; } =
        HexBlock()
            .Matches(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "WIRE.md")))
            .ToDictionary(
                block => block.Groups["name"].Value,
                block => Hex.Parse(Remark().Replace(block.Groups["bytes"].Value, ""))
            );

    [GeneratedRegex(@"^```hex (?<name>\S+)\r?\n(?<bytes>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex HexBlock();

    [GeneratedRegex("#.*")]
    private static partial Regex Remark();
}
