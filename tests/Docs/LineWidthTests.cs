namespace MGen.Docs.Tests;

/// <summary>Source and prose are read side by side: no line is wider than 120 columns.</summary>
public sealed class LineWidthTests
{
    private const int MaxColumns = 120;

    /// <summary>A literal is not split for its width: a search for a message would not find it.</summary>
    [Fact]
    public void Code_OutsideOfStringLiterals_HasAtMost120Columns() =>
        Assert.Empty(
            from file in Repository.Files
            where file.EndsWith(".cs", StringComparison.Ordinal)
            from line in WideLines(file, fence: "\"\"\"")
            where !line.Contains('"')
            select line
        );

    /// <summary>Tables, code blocks and lines that cannot be broken (an address, a path) may be wider.</summary>
    [Fact]
    public void Prose_OutsideOfTablesAndCode_HasAtMost120Columns() =>
        Assert.Empty(
            from file in Repository.Documents
            from line in WideLines(file, fence: "```")
            let text = line[(line.IndexOf(' ') + 1)..].Trim()
            where !text.StartsWith('|') && !text.StartsWith('[') && !text.StartsWith("![", StringComparison.Ordinal)
            select line
        );

    /// <summary>Wide lines as "file:number text", without those between two lines that contain the fence.</summary>
    private static IEnumerable<string> WideLines(string file, string fence)
    {
        bool isInside = false;
        string[] lines = Repository.Read(file).Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Split(fence).Length % 2 == 0)
                isInside = !isInside;
            else if (!isInside && lines[i].Length > MaxColumns)
                yield return $"{file}:{i + 1} {lines[i]}";
        }
    }
}
