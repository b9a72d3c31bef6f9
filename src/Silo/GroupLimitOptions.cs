using System.CommandLine;
using MGen.Cli;
using MGen.Cli.Help;

namespace MGen.Silo;

/// <summary>The options for <see cref="GroupLimits"/>, which all programs that host groups share.</summary>
/// <param name="scope">Ends "Largest number of groups" in the help, as in <c>of this server</c>.</param>
public sealed class GroupLimitOptions(string scope)
{
    private const int Mebi = 1 << 20;

    private static readonly GroupLimits Defaults = new();

    private readonly Option<int> _queue = Create(
        "--queue-limit",
        "Largest number of messages queued for a member who is disconnected or does not read; above it the oldest "
            + "is dropped, and logged.",
        Defaults.MaxWaitingFrames
    );
    private readonly Option<int> _unconfirmed = Create(
        "--unconfirmed-limit",
        "Largest number of messages kept per member after they were written to its connection, until their "
            + "arrival is confirmed.",
        Defaults.MaxUnconfirmedFrames
    );

    private readonly Option<int> _members = Create(
        "--max-members",
        "Largest number of members of a group; further users are refused.",
        Defaults.MaxMembers
    );
    private readonly Option<int> _groups = Create(
        "--max-groups",
        $"Largest number of groups {scope}; a join that would create one more is refused.",
        Defaults.MaxGroups
    );
    private readonly Option<int> _memberBytes = Create(
        "--member-queue-mib",
        "Largest size of the headers queued for one member, in MiB.",
        Megabytes(Defaults.MaxMemberBytes)
    );
    private readonly Option<int> _groupBytes = Create(
        "--group-queue-mib",
        "Largest size of the headers queued in one group, in MiB; above it the longest queues are shortened first.",
        Megabytes(Defaults.MaxGroupBytes)
    );
    private readonly Option<int> _bytes = Create(
        "--queue-mib",
        $"Largest size of the headers queued in all groups {scope}, in MiB; above it the largest groups are shortened first.",
        Megabytes(Defaults.MaxBytes)
    );

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        Option<int>[] options = [_queue, _unconfirmed, _members, _groups, _memberBytes, _groupBytes, _bytes];
        foreach (Option<int> option in options)
            OptionRules.RequireAtLeast(option, option == _unconfirmed ? 0 : 1);
        command.AddGroup("Limits on groups", options);
    }

    /// <summary>Reads the values.</summary>
    public GroupLimits Read(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        return new GroupLimits
        {
            MaxWaitingFrames = parsed.GetValue(_queue),
            MaxUnconfirmedFrames = parsed.GetValue(_unconfirmed),
            MaxMembers = parsed.GetValue(_members),
            MaxGroups = parsed.GetValue(_groups),
            MaxMemberBytes = (long)parsed.GetValue(_memberBytes) * Mebi,
            MaxGroupBytes = (long)parsed.GetValue(_groupBytes) * Mebi,
            MaxBytes = (long)parsed.GetValue(_bytes) * Mebi,
        };
    }

    private static int Megabytes(long bytes) => (int)(bytes / Mebi);

    private static Option<int> Create(string name, string description, int byDefault) =>
        new(name) { Description = description, DefaultValueFactory = _ => byDefault };
}
