using MGen.Export.Tests.Support;

namespace MGen.Export.Tests;

/// <summary>The worked example of docs/EXPORT.md, unchanged.</summary>
public sealed class WorkedExampleTests
{
    [Fact]
    public async Task WorkedExample_ItsCommand_MakesWhatTheDocumentPromises()
    {
        using ExportWorld world = new();
        string example = Example();
        string command = Between(example, "```sh\n", "```").Replace("\\\n", " ", StringComparison.Ordinal);

        await world.SucceedAsync(command.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)[1..]);

        Assert.True(new FileInfo(world.PathOf("rows.npz")).Length > 1_000);
        Assert.True(File.Exists(world.PathOf("truth/users.json")));
        string output = await ForeignTool.RunPythonAsync(world.Root, Between(example, "```python\n", "```"));
        Assert.Matches(@"^\d+ rows of \d+ people, \d+ % recognised\n$", output);
    }

    private static string Example()
    {
        string document = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "EXPORT.md"));
        return document[document.IndexOf("## Worked example", StringComparison.Ordinal)..];
    }

    private static string Between(string text, string before, string after)
    {
        int start = text.IndexOf(before, StringComparison.Ordinal) + before.Length;
        return text[start..text.IndexOf(after, start, StringComparison.Ordinal)];
    }
}
