using System.CommandLine;
using System.Globalization;
using MGen.Cli.Help;

namespace MGen.Tools.Generating;

/// <summary>
/// The grammar of <c>mgentools generate</c>. Options of the original's generator have its names, too.
/// </summary>
internal sealed class GenerateOptions
{
    public Option<int?> Users { get; } =
        Number("--users", "How many users, from 2 (required)", 2, Population.PopulationRequest.MaxUsers);

    public Option<string?> Out { get; } =
        new("--out", "-o")
        {
            HelpName = "dir",
            Description = "Where to write the experiment: a new or empty directory",
        };

    public Option<string> Layout { get; } = Choice("--layout", "What to write", [.. GenerateNames.Layouts.Keys]);

    public Option<ulong?> Seed { get; } =
        new("--seed") { HelpName = "n", Description = "Seed of all draws, and of the run (default: 1)" };

    public Option<string?> Dyads { get; } = Table("--dyads", "--dyadic", "Table of one-to-one conversations per user");

    public Option<string?> Groups { get; } = Table("--groups", "--group", "Table of group conversations per user");

    public Option<string?> GroupSizes { get; } =
        Table("--group-sizes", "--participants", "Table of the sizes of groups, from 3");

    public Option<string> GroupSizesOf { get; } =
        Choice(
            "--group-sizes-of",
            "Whose sizes the table has: what members tell of their groups, as the original takes it, or of the groups themselves",
            [.. GenerateNames.SizeViews.Keys]
        );

    public Option<string?> Models { get; } =
        new("--models", "--empirical")
        {
            HelpName = "dir",
            Description =
                "Directory with a directory of fits per behaviour; each user gets one at random (default: an example)",
        };

    public Option<bool> Lively { get; } =
        new("--lively")
        {
            Description =
                "Without --models: people who write over a hundred times as much as ordinary ones, to see something within seconds",
        };

    public Option<int?> Hosts { get; } =
        Number(
            "--hosts",
            "Hosts that users are on at random; live: shards (default: 1; Shadow: one per 100 users)",
            1,
            1_000_000,
            "--shards"
        );

    public Option<int?> Servers { get; } =
        Number("--servers", "Pairs of message and web server (default: 1)", 1, Population.PopulationRequest.MaxServers);

    public Option<int?> Tors { get; } =
        Number("--tors", "Tor processes per host that users connect through (default: 0)", 0, 100);

    public Option<string?> Base { get; } =
        new("--base")
        {
            HelpName = "file",
            Description =
                "A Shadow experiment with a Tor network (shadow.yaml, with its template beside it), to be copied and added to",
        };

    public Option<string> InitialWait { get; } =
        Choice(
            "--initial-wait",
            "How conversations begin: as at a random moment, in the rest of an idle time, with a wait as the original draws it, or with a new idle time",
            [.. GenerateNames.WaitRules.Keys]
        );

    public Option<TimeSpan?> DropDormant { get; } =
        DurationOption.Create("--drop-dormant", "Leave out groups whose members all wait so long (default: keep all)");

    public Option<TimeSpan?> SilentWait { get; } =
        DurationOption.Create("--silent-wait", "How long members stay silent who fill up a group (default: 1h)");

    public Option<TimeSpan?> Bootstrap { get; } =
        DurationOption.Create(
            "--bootstrap",
            "Wait of every conversation before it wakes up, after a stagger of up to 10 s (default: 15s, so that all are connected before the first message; with --registration 35s)"
        );

    public Option<TimeSpan?> Retry { get; } =
        DurationOption.Create("--retry", "Wait before a connection is tried again (default: 5s)");

    public Option<TimeSpan?> Duration { get; } =
        DurationOption.Create("--duration", "How long the users talk (default: 1h)");

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
                "24 or 168 weights of the hours in which people begin to chat, from 0 h or Monday 0 h; none: all hours alike (default: rhythm.dat of --models, else none)",
        };

    public Option<DateTime?> Start { get; } =
        StartOption.Create(
            "The date and time of the people when the run starts, for those with a rhythm, as in 2026-03-02T08:00 (default: the clock's, in UTC)"
        );

    public Option<bool> AsOriginal { get; } =
        new("--as-original")
        {
            Description =
                "Repeat a published run: initial waits, dormant groups left out, and the original's rules in all configurations",
        };

    public Option<int?> Jobs { get; } =
        Number(
            "--jobs",
            "Most threads that write; the files are the same (default: one per processor)",
            1,
            1024,
            "--threads"
        );

    public Option<bool> Force { get; } =
        new("--force") { Description = "Replace an earlier experiment in the directory" };

    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Draw and compare, but write nothing" };

    public Option<bool> Quiet { get; } = new("--quiet") { Description = "No progress on stderr" };

    public Option<OutputFormat> Format { get; } = FormatOption.Create();

    /// <summary>Adds all options to <c>generate</c>, in the order of the help.</summary>
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

    /// <summary>The options that say who talks with whom, for verbs that draw a population in memory.</summary>
    public IReadOnlyList<Option> OfPopulation =>
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
