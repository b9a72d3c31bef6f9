using System.CommandLine;
using System.Globalization;
using MGen.Cli.Help;
using MGen.Population;
using MGen.Population.Experiments;

namespace MGen.Tools.Generating;

/// <summary>
/// The options of <c>generate</c>. Options that also exist in the original's generator accept the original's names,
/// too.
/// </summary>
internal sealed class GenerateOptions
{
    public Option<int?> Users { get; } =
        Number("--users", "How many users, from 2 (required)", 2, Population.PopulationRequest.MaxUsers);

    public Option<string?> Out { get; } =
        new("--out", "-o") { HelpName = "dir", Description = "Directory of the experiment, new or empty" };

    public Option<string> Layout { get; } = Choice("--layout", "Kind of experiment", [.. GenerateNames.Layouts.Keys]);

    public Option<ulong?> Seed { get; } =
        new("--seed") { HelpName = "n", Description = "Seed of all draws, and of the run (default: 1)" };

    public Option<string?> Dyads { get; } = Table("--dyads", "--dyadic", "Table of one-to-one conversations per user");

    public Option<string?> Groups { get; } = Table("--groups", "--group", "Table of group conversations per user");

    public Option<string?> GroupSizes { get; } =
        Table("--group-sizes", "--participants", "Table of the sizes of groups, from 3");

    public Option<string> GroupSizesOf { get; } =
        Choice(
            "--group-sizes-of",
            "Unit of the table of group sizes: one entry per membership, as in the original, or one per group",
            [.. GenerateNames.SizeViews.Keys]
        );

    public Option<string?> Models { get; } =
        new("--models", "--empirical")
        {
            HelpName = "dir",
            Description =
                "Directory with one directory of fits per person; each user gets one of them at random (default: an example)",
        };

    public Option<bool> Lively { get; } =
        new("--lively")
        {
            Description =
                "Without --models: people who write over a hundred times as much as usual, for demonstrations of seconds",
        };

    public Option<int?> Hosts { get; } =
        Number(
            "--hosts",
            "Hosts over which users are distributed at random; live: shards (default: 1; Shadow: one per 100 users)",
            1,
            1_000_000,
            "--shards"
        );

    public Option<int?> Servers { get; } =
        Number("--servers", "Pairs of message and web server (default: 1)", 1, Population.PopulationRequest.MaxServers);

    public Option<int?> Tors { get; } =
        Number("--tors", "Tor processes per host, through which users connect (default: 0)", 0, 100);

    public Option<string?> Base { get; } =
        new("--base")
        {
            HelpName = "file",
            Description =
                "A Shadow experiment with a Tor network (shadow.yaml next to its template), which is copied and extended",
        };

    public Option<string> InitialWait { get; } =
        Choice(
            "--initial-wait",
            "First wait of a conversation: as at a random time, the rest of an idle time, the original's draw, or a new idle time",
            [.. GenerateNames.WaitRules.Keys]
        );

    public Option<TimeSpan?> DropDormant { get; } =
        DurationOption.Create(
            "--drop-dormant",
            "Leave out groups whose members all wait at least this long (default: keep all)"
        );

    public Option<TimeSpan?> SilentWait { get; } =
        DurationOption.Create("--silent-wait", "Initial wait of silent members, who fill up a group (default: 1h)");

    public Option<TimeSpan?> Bootstrap { get; } =
        DurationOption.Create(
            "--bootstrap",
            "Bootstrap wait of every conversation, after a stagger of up to 10 s (default: 15s, so that all are "
                + "connected before the first message; with --registration until 5s after that phase)"
        );

    public Option<TimeSpan?> Retry { get; } =
        DurationOption.Create("--retry", "First wait before a connection attempt is repeated (default: 5s)");

    public Option<TimeSpan?> Duration { get; } =
        DurationOption.Create("--duration", "Duration of the run (default: 1h)");

    public Option<TimeSpan?> Registration { get; } =
        DurationOption.Create(
            "--registration",
            "How long servers only register members, in whole seconds (default: 0s)"
        );

    public Option<int?> FirstPort { get; } =
        Number(
            "--first-port",
            "Port of the first message server; web servers have the next (default: 6397)",
            1,
            60_000
        );

    public Option<string?> Rhythm { get; } =
        new("--rhythm")
        {
            HelpName = "file",
            Description =
                "24 or 168 weights of the hours in which people start to chat, from 0 h or Monday 0 h; none: all hours alike (default: rhythm.dat of --models, else none)",
        };

    public Option<DateTime?> Start { get; } =
        StartOption.Create(
            "Date and time of the users when the run starts, for those with a rhythm, as in 2026-03-02T08:00 (default: the clock's, in UTC)"
        );

    public Option<bool> AsOriginal { get; } =
        new("--as-original")
        {
            Description =
                "Reproduce a published run: the original's initial waits, dormant groups left out, the original's rules in all configurations",
        };

    public Option<int?> Jobs { get; } =
        Number(
            "--jobs",
            "Threads that write; the files do not depend on it (default: one per processor)",
            1,
            1024,
            "--threads"
        );

    public Option<bool> Force { get; } =
        new("--force") { Description = "Replace an earlier experiment in the directory" };

    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Draw and compare, write nothing" };

    public Option<bool> Quiet { get; } = new("--quiet") { Description = "No progress on stderr" };

    public Option<OutputFormat> Format { get; } = FormatOption.Create();

    /// <summary>Adds all options to a command, in the order of the help.</summary>
    public void AddTo(Command command)
    {
        command.AddGroup(
            "People",
            [Users, Seed, Dyads, Groups, GroupSizes, GroupSizesOf, Models, Lively, Rhythm, AsOriginal]
        );
        command.AddGroup(
            "Run",
            [Duration, Start, InitialWait, DropDormant, SilentWait, Bootstrap, Retry, Registration]
        );
        command.AddGroup("Where it runs", [Layout, Hosts, Servers, Tors, Base, FirstPort]);
        command.AddGroup("Output", [Out, Force, DryRun, Jobs, Format, Quiet]);
    }

    /// <summary>The options of a population, for verbs that draw one in memory.</summary>
    public IReadOnlyList<Option> PopulationOptions =>
        [
            Users,
            Dyads,
            Groups,
            GroupSizes,
            GroupSizesOf,
            Models,
            Lively,
            InitialWait,
            DropDormant,
            SilentWait,
            Bootstrap,
            AsOriginal,
        ];

    private static Option<string?> Table(string name, string original, string description) =>
        new(name, original) { HelpName = "file", Description = description + " (default: an example)" };

    private static Option<string> Choice(string name, string description, string[] words)
    {
        Option<string> option = new(name)
        {
            HelpName = "word",
            Description = $"{description}: {string.Join(", ", words)} (default: {words[0]})",
        };
        option.AcceptOnlyFromAmong(words);
        return option;
    }

    private static Option<int?> Number(string name, string description, int least, int most, params string[] aliases) =>
        new(name, aliases)
        {
            HelpName = "n",
            Description = description,
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (
                    int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
                    && value >= least
                    && value <= most
                )
                    return value;
                result.AddError($"{name}: '{text}' is not allowed: expected a whole number from {least} to {most}");
                return null;
            },
        };
}

/// <summary>The words of options. The first word of each option is its default.</summary>
internal static class GenerateNames
{
    public static IReadOnlyDictionary<string, ExperimentLayout> Layouts { get; } =
        new OrderedDictionary<string, ExperimentLayout>
        {
            ["client"] = ExperimentLayout.Client,
            ["peer"] = ExperimentLayout.Peer,
            ["shadow-client"] = ExperimentLayout.ShadowClient,
            ["shadow-peer"] = ExperimentLayout.ShadowPeer,
        };

    public static IReadOnlyDictionary<string, GroupSizeView> SizeViews { get; } =
        new OrderedDictionary<string, GroupSizeView>
        {
            ["memberships"] = GroupSizeView.Memberships,
            ["groups"] = GroupSizeView.Groups,
        };

    public static IReadOnlyDictionary<string, InitialWaitRule> WaitRules { get; } =
        new OrderedDictionary<string, InitialWaitRule>
        {
            ["stationary"] = InitialWaitRule.Stationary,
            ["residual"] = InitialWaitRule.Residual,
            ["original"] = InitialWaitRule.Original,
            ["none"] = InitialWaitRule.None,
        };

    /// <summary>Returns the meaning of a word; the default for <c>null</c>.</summary>
    public static T Parse<T>(IReadOnlyDictionary<string, T> names, string? word)
        where T : struct, Enum => word is null ? names.First().Value : names[word];

    public static string Format<T>(IReadOnlyDictionary<string, T> names, T value)
        where T : struct, Enum => names.First(entry => entry.Value.Equals(value)).Key;
}
