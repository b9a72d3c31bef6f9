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
        ForeignTool.Require("/usr/bin/python3");
        string python = Between(example, "```python\n", "```");
        string output = await ForeignTool.RunAsync(
            world.Root,
            "/usr/bin/python3",
            "-c",
            $"try:\n import numpy\nexcept ImportError:\n print('none'); raise SystemExit\n{python}"
        );
        Assert.SkipWhen(output.StartsWith("none", StringComparison.Ordinal), "numpy is not installed");
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
