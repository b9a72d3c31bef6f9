using System.Text.RegularExpressions;

namespace MGen.Docs.Tests;

/// <summary>
/// Documents and comments use the words of <c>docs/GLOSSARY.md</c>. The phrases below were frequent here and had to be
/// translated by every reader; the list of places where none may come back grows with each place that is rewritten.
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

    /// <summary>Projects, tests and documents that are finished: a folder, or one Markdown file.</summary>
    private static readonly string[] Finished =
    [
        "README.md",
        "CONTRIBUTING.md",
        "docs/WIRE.md",
        "docs/DATA-PATH.md",
        "docs/SHADOW.md",
        "docs/decisions/0001-cli-and-transport.md",
        "docs/decisions/0002-resumption.md",
        "docs/decisions/0003-openssl-on-event-loops.md",
        "docs/decisions/0004-one-call-at-a-time-per-group.md",
        "docs/decisions/0005-what-waits-is-kept-in-the-group.md",
        "docs/decisions/0006-telemetry.md",
        "docs/decisions/0007-stamps-between-peers.md",
        "docs/decisions/0008-proxies.md",
        "docs/decisions/0009-analysis-in-two-steps.md",
        "docs/decisions/0010-charts-of-our-own.md",
        "docs/decisions/0011-populations.md",
        "docs/decisions/0012-group-after-group.md",
        "docs/decisions/0013-unobserved-delays.md",
        "docs/decisions/0014-partitions-with-a-second-copy.md",
        "docs/decisions/0015-gateways-are-members.md",
        "docs/decisions/0016-a-turn-without-a-call.md",
        "docs/decisions/0017-published-forms.md",
        "docs/decisions/0018-what-is-under-way-is-bounded.md",
        "docs/decisions/0019-links-of-our-own.md",
        "docs/decisions/0020-started-processes.md",
        "docs/GLOSSARY.md",
        "src/Analysis",
        "src/Archives",
        "src/Client",
        "src/Demo",
        "src/EventLog",
        "src/Links",
        "src/Model",
        "src/Peer",
        "src/Report",
        "src/Transport",
        "src/Wire",
        "src/People",
        "tests/Analysis",
        "tests/Archives",
        "tests/Client",
        "tests/Demo",
        "tests/EventLog",
        "tests/Links",
        "tests/Model",
        "tests/Peer",
        "tests/Report",
        "tests/Transport",
        "tests/Wire",
        "docs/REPLICATION.md",
        "docs/METRICS.md",
        "docs/decisions/0022-busy-loops-give-way.md",
        "docs/decisions/0023-links-on-the-clients-thread.md",
        "docs/decisions/0031-simulated-replication.md",
        "docs/decisions/0032-replication-by-rows.md",
        "docs/decisions/0033-one-way-into-a-group.md",
        "docs/decisions/0034-clients-without-resumption.md",
        "docs/decisions/0037-the-dead-change-no-row.md",
        "docs/decisions/0038-links-stay-and-do-not-yield.md",
        "src/Gateway",
        "src/Grains",
        "src/Groups",
        "src/Membership",
        "src/Replication",
        "src/Server",
        "src/Silo",
        "src/Telemetry",
        "tests/Cluster",
        "tests/Gateway",
        "tests/Groups",
        "tests/Membership",
        "tests/Replication",
        "tests/Server",
        "tests/Silo",
        "tests/Telemetry",
        "docs/FIT.md",
        "docs/POPULATION.md",
        "docs/SIMULATE.md",
        "docs/VALIDATE.md",
        "docs/decisions/0021-learnt-message-by-message.md",
        "docs/decisions/0024-a-race-of-members.md",
        "docs/decisions/0025-volume-is-told-before.md",
        "docs/decisions/0026-measured-latencies-in-order.md",
        "docs/decisions/0036-a-stationary-start.md",
        "src/Fitting",
        "src/Population",
        "src/Simulation",
        "src/Validation",
        "tests/Fitting",
        "tests/Population",
        "tests/Simulation",
        "tests/Validation",
        "src/Cli",
        "src/Messenger",
        "src/SwarmHosting",
        "tests/Cli",
        "tests/Messenger",
        "docs/decisions/0027-records-of-our-own.md",
        "docs/decisions/0028-bounded-handshakes.md",
        "docs/decisions/0029-entries-are-judged-over-the-whole-file.md",
        "docs/decisions/0030-captures-from-logs.md",
        "src/Tools",
        "tests/Tools",
        "CHANGELOG.md",
        "bench",
        "deploy",
        "samples",
        "docs/CLUSTER.md",
        "docs/CONFIG.md",
        "docs/EXPERIMENT.md",
        "docs/RELEASE.md",
        "docs/SCALE.md",
        "docs/TOR.md",
        "docs/decisions/0035-a-single-log-line-is-written-by-whoever-logs.md",
        "docs/decisions/0039-failed-tests-run-once-more.md",
        "docs/decisions/0040-help-from-one-grammar.md",
        "docs/decisions/0041-no-redis.md",
        "docs/decisions/0042-csharpier-formats-the-code.md",
        "docs/decisions/0043-tls-among-members.md",
        "tests/Contract",
        "tests/Deploy",
        "tests/Experiment",
        "tests/Published",
        "tests/Shadow",
        "tests/Tor",
        "src/Export",
        "src/LivePage",
        "src/Web",
        "tests/Export",
        "tests/LivePage",
        "tests/Web",
        "docs/EXPORT.md",
        "docs/decisions/0044-traces-without-a-byte.md",
        "docs/decisions/0045-a-live-page-over-a-small-http-server.md",
        "docs/decisions/0046-figures-for-papers-are-svg.md",
        "docs/decisions/0047-partitions-are-a-setting.md",
        "docs/decisions/0048-what-is-written-by-hand.md",
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

    private static Regex Phrase(string pattern) =>
        new(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static bool IsIn(string file, string place) =>
        file == place
        || (file.StartsWith(place + "/", StringComparison.Ordinal) && Path.GetExtension(file) is ".cs" or ".md");

    private static IEnumerable<string> Find(string file, string text) =>
        from line in text.Split('\n').Select((content, index) => (Prose: ProseOf(file, content), Number: index + 1))
        from phrase in Refused
        where phrase.Pattern.IsMatch(line.Prose)
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
