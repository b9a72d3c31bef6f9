using System.Globalization;

namespace MGen.Docs.Tests;

/// <summary>Decisions are numbered without gaps, are in the list, and have the same headings.</summary>
public sealed class DecisionTests
{
    private const string Folder = "docs/decisions/";

    private static readonly string[] Headings =
    [
        "## Context",
        "## Choice",
        "## Consequences",
        "## What would change our mind",
    ];

    private static readonly string[] Decisions =
    [
        .. Repository.Files.Where(file =>
            file.StartsWith(Folder, StringComparison.Ordinal) && char.IsAsciiDigit(file[Folder.Length])
        ),
    ];

    public static TheoryData<string> All => [.. Decisions];

    [Fact]
    public void Numbers_OfAllDecisions_HaveNoGaps()
    {
        IEnumerable<string> numbers = Decisions.Select(file => file[Folder.Length..][..4]);

        Assert.Equal(
            Enumerable.Range(1, Decisions.Length).Select(n => n.ToString("D4", CultureInfo.InvariantCulture)),
            numbers
        );
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Decision_OfAnyNumber_HasItsTitleAndHeadings(string file)
    {
        string[] lines = Repository.Read(file).Split('\n');

        Assert.StartsWith($"# {file[Folder.Length..][..4]}: ", lines[0], StringComparison.Ordinal);
        Assert.Equal(Headings, lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Decision_OfAnyNumber_IsListed(string file) =>
        Assert.Contains($"({file[Folder.Length..]})", Repository.Read(Folder + "README.md"), StringComparison.Ordinal);
}
