using System.Text.RegularExpressions;

namespace MGen.Docs.Tests;

/// <summary>
/// A place in the source tree that a document names: a path in backticks, from one of the top folders, optionally with
/// <c>#Member</c>.
/// </summary>
internal sealed partial record SourceReference(string Path, string? Member)
{
    public static IEnumerable<SourceReference> In(string markdown) =>
        Reference()
            .Matches(markdown)
            .Select(match => new SourceReference(
                match.Groups["path"].Value,
                match.Groups["member"] is { Success: true } member ? member.Value : null
            ));

    /// <summary>Says why the place does not exist; <c>null</c> if it does.</summary>
    public string? WhyMissing()
    {
        if (!Repository.Exists(Path))
            return $"`{Path}` does not exist";
        return Member is null || Declares(Repository.Read(Path), Member) ? null : $"`{Path}` declares no {Member}";
    }

    /// <summary>
    /// Whether a line has a type or modifiers, the name, and what may follow a declared name; or is that member of
    /// an enum.
    /// </summary>
    private static bool Declares(string source, string member)
    {
        Regex declaration = new(
            $@"^(?!//|return |await |throw |new |yield |else |case )(?:[\w<>\[\]?,.]+ +)+{member} *(?:[(<{{;=]|$)"
        );
        Regex enumMember = new($@"^{member}(?: = \w+)?,$");
        return source
            .Split('\n')
            .Select(line => line.Trim())
            .Any(line => declaration.IsMatch(line) || enumMember.IsMatch(line));
    }

    [GeneratedRegex(@"`(?<path>(?:src|tests|docs|bench|samples|shadow)/[^`#\s*{]+)(?:#(?<member>\w+))?`")]
    private static partial Regex Reference();
}
