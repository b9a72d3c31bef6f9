using System.Text.RegularExpressions;

namespace MGen.Docs.Tests;

/// <summary>
/// Documents and comments use the words of <c>docs/GLOSSARY.md</c>. The phrases below were frequent here and had to be
/// translated by every reader; the list of places where none may come back grows with each place that is rewritten.
/// </summary>
public sealed partial class PlainLanguageTests
{
    /// <summary>Refused phrases (case does not count), each with its replacement.</summary>
    private static readonly (string Pattern, string Instead)[] Refused =
    [
        (@"\btakes? room\b", "uses memory; occupies space"),
        (@"\b(comes?|came) again\b", "is retransmitted; appears twice"),
        (@"\bis no business of\b", "name who is responsible"),
        (@"\bgives? way\b", "yields"),
        (@"\bstands? (before|behind)\b", "precedes; follows"),
        (@"\bits rest is lost\b", "the remaining entries are dropped"),
        (@"\bwhat was brought\b", "name it: the payload, the batch"),
        (@"\bnobody knows\b", "unknown"),
        (@"\bwhoever\b", "name the role: the caller, the client, the reader"),
        (@"\bsomebody\b", "name the role: a user, a process, a caller"),
        (@"\bhas to itself\b", "has exclusive access to"),
        (@"\bis to be had\b", "is available"),
        (@"\bcannot be had\b", "is not available"),
        (@"\bnone of ours\b", "not one of our programs"),
        (@"\b(is|are) told of\b", "receives; is notified of"),
        (@"\bas (it|they) stands?\b", "unchanged"),
        (@"\bof old\b", "earlier; former"),
        (@"\bfor all (of )?that\b", "although; nevertheless"),
        (@"\bat one's disposal\b", "available"),
        (@"\bso much for\b", "leave it out"),
        (@"\bis at hand\b", "is available"),
        (@"\bknows most\b", "has the highest applied index"),
    ];

    /// <summary>Projects, tests and documents that are finished: a folder, or one Markdown file.</summary>
    private static readonly string[] Finished =
    [
        "docs/GLOSSARY.md",
    ];

    public static TheoryData<string> Places => [.. Finished];

    [Theory]
    [MemberData(nameof(Places))]
    public void Prose_OfAFinishedPlace_HasNoRefusedPhrase(string place)
    {
        string[] files = [.. Repository.Files.Where(file => IsIn(file, place))];

        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(file => Find(file, Repository.Read(file))));
    }

    [Theory]
    [InlineData("a.md", "The frame comes again.", true)]
    [InlineData("a.md", "The frame is retransmitted.", false)]
    [InlineData("a.md", "| `comes again` | is retransmitted |", false)]
    [InlineData("a.cs", "    /// <summary>Whoever reads it.</summary>", true)]
    [InlineData("a.cs", "    int x = 1; // whoever reads it", true)]
    [InlineData("a.cs", "    string whoever = \"somebody\";", false)]
    public void Find_SomeText_LooksAtProseOnly(string file, string text, bool isRefused) =>
        Assert.Equal(isRefused, Find(file, text).Any());

    private static bool IsIn(string file, string place) =>
        file == place || (file.StartsWith(place + "/", StringComparison.Ordinal) && Path.GetExtension(file) is ".cs" or ".md");

    private static IEnumerable<string> Find(string file, string text) =>
        from line in text.Split('\n').Select((content, index) => (Prose: ProseOf(file, content), Number: index + 1))
        from phrase in Refused
        where Regex.IsMatch(line.Prose, phrase.Pattern, RegexOptions.IgnoreCase)
        select $"{file}:{line.Number}: '{line.Prose.Trim()}': instead: {phrase.Instead}";

    /// <summary>Of source its comments; of a document all but code and the "not this" cells of the glossary.</summary>
    private static string ProseOf(string file, string line)
    {
        if (file.EndsWith(".cs", StringComparison.Ordinal))
            return Comment().Match(line).Value;
        return Code().Replace(line, "");
    }

    [GeneratedRegex(@"(?<=^|\s)//.*$")]
    private static partial Regex Comment();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Code();
}
