using System.Text.RegularExpressions;

namespace MGen.Docs.Tests;

/// <summary>
/// Documents and comments use the words of <c>docs/GLOSSARY.md</c>. The phrases below were frequent here and had to be
/// translated by every reader.
/// </summary>
public sealed partial class PlainLanguageTests
{
    /// <summary>Refused phrases (case does not count), each with its replacement.</summary>
    private static readonly (Regex Pattern, string Instead)[] Refused =
    [
        (Phrase(@"\btakes? room\b"), "uses memory; occupies space"),
        (Phrase(@"\b(comes?|came) again\b"), "is retransmitted; appears twice"),
        (Phrase(@"\bis no business of\b"), "name who is responsible"),
        (Phrase(@"\bgives? way\b"), "yields"),
        (Phrase(@"\bstands? (before|behind)\b"), "precedes; follows"),
        (Phrase(@"\bits rest is lost\b"), "the remaining entries are dropped"),
        (Phrase(@"\bwhat was brought\b"), "name it: the payload, the batch"),
        (Phrase(@"\bnobody knows\b"), "unknown"),
        (Phrase(@"\bwhoever\b"), "name the role: the caller, the client, the reader"),
        (Phrase(@"\bsomebody\b"), "name the role: a user, a process, a caller"),
        (Phrase(@"\bhas to itself\b"), "has exclusive access to"),
        (Phrase(@"\bis to be had\b"), "is available"),
        (Phrase(@"\bcannot be had\b"), "is not available"),
        (Phrase(@"\bnone of ours\b"), "not one of our programs"),
        (Phrase(@"\b(is|are) told of\b"), "receives; is notified of"),
        (Phrase(@"\bas (it|they) stands?\b"), "unchanged"),
        (Phrase(@"\bof old\b"), "earlier; former"),
        (Phrase(@"\bfor all (of )?that\b"), "although; nevertheless"),
        (Phrase(@"\bat one's disposal\b"), "available"),
        (Phrase(@"\bso much for\b"), "leave it out"),
        (Phrase(@"\bis at hand\b"), "is available"),
        (Phrase(@"\bknows most\b"), "has the highest applied index"),
        (Phrase(@"\bof our own\b"), "custom; this program's"),
    ];

    [Fact]
    public void Prose_OfTheWholeRepository_HasNoRefusedPhrase()
    {
        string[] files =
        [
            .. Repository.Files.Where(file => Path.GetExtension(file) is ".cs" or ".md" && !IsThisFile(file)),
        ];

        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(file => Find(file, Repository.Read(file))));
    }

    [Theory]
    [InlineData("a.md", "The frame comes again.", true)]
    [InlineData("a.md", "The frame is retransmitted.", false)]
    [InlineData("a.md", "| `comes again` | is retransmitted |", false)]
    [InlineData("a.cs", "    /// <summary>Whoever reads it.</summary>", true)]
    [InlineData("a.cs", "    int x = 1; // whoever reads it", true)]
    [InlineData("a.cs", "    Print(\"Ask whoever reads it.\");", true)]
    [InlineData("a.cs", "    string whoever = \"somebody\";", false)]
    public void Find_SomeText_LooksAtProseOnly(string file, string text, bool isRefused) =>
        Assert.Equal(isRefused, Find(file, text).Any());

    private static Regex Phrase(string pattern) =>
        new(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>The refused phrases and the examples of this class are not prose.</summary>
    private static bool IsThisFile(string file) => Path.GetFileName(file) == $"{nameof(PlainLanguageTests)}.cs";

    private static IEnumerable<string> Find(string file, string text) =>
        from line in text.Split('\n').Select((content, index) => (Prose: ProseOf(file, content), Number: index + 1))
        from phrase in Refused
        where phrase.Pattern.IsMatch(line.Prose)
        select $"{file}:{line.Number}: '{line.Prose.Trim()}': instead: {phrase.Instead}";

    /// <summary>
    /// Of source: its comments, and its string literals of more than one word. Of a document: everything except code;
    /// the glossary's "not this" cells are code.
    /// </summary>
    private static string ProseOf(string file, string line)
    {
        if (file.EndsWith(".cs", StringComparison.Ordinal))
            return string.Join(' ', SourceProse().Matches(line).Select(match => match.Value));
        return Code().Replace(line, "");
    }

    [GeneratedRegex(@"(?<=^|\s)//.*$|""[^"" ]+ [^""]*""")]
    private static partial Regex SourceProse();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Code();
}
