using MGen.Wire;

namespace MGen.Membership;

/// <summary>How a process takes part in a cluster.</summary>
public sealed record MemberOptions
{
    /// <summary>Which cluster: members of one name find each other. Default <c>mgen</c>.</summary>
    public string ClusterId { get; init; } = "mgen";

    /// <summary>Orleans' name of the service, which its clusters share. Default <c>mgen</c>.</summary>
    public string ServiceId { get; init; } = "mgen";

    /// <summary>
    /// Where the members of a cluster on several machines find each other: a connection string of PostgreSQL. Default <c>null</c>: a file on this
    /// machine, see <see cref="LocalFolder"/>.
    /// </summary>
    public string? PostgreSql { get; init; }

    /// <summary>Where the processes of a cluster on one machine find each other: a folder for a small file. Default: one per user in the folder for temporary files.</summary>
    public string LocalFolder { get; init; } = Path.Combine(Path.GetTempPath(), $"mgen-{Environment.UserName}");

    /// <summary>
    /// Where the other members reach this one. Default 127.0.0.1 at a free port: one machine. Nothing on this port is encrypted or
    /// authenticated; it belongs into a network of its own.
    /// </summary>
    public HostPort Address { get; init; } = new("127.0.0.1", 0);

    /// <summary>At which port of <see cref="Address"/> other members' links reach this one: what passes between silos and gateways. Default 0: a free port.</summary>
    public int LinkPort { get; init; }

    /// <summary>
    /// How long a member may take to answer a probe. Default 1 s: with <see cref="MissedProbes"/> a dead member is known in about four
    /// seconds. Above the longest pause of a process that is to survive.
    /// </summary>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many probes in a row a member may miss. Default 3; from 1.</summary>
    public int MissedProbes { get; init; } = 3;

    /// <summary>Where health is asked for, and the dashboard is shown. Default <c>null</c>: nowhere.</summary>
    public HostPort? Health { get; init; }

    /// <summary>Whether <see cref="Health"/> also shows the dashboard of Orleans. It costs a few per cent. Default false.</summary>
    public bool Dashboard { get; init; }

    /// <summary>Longest time to stop in order. Default 10 s.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
