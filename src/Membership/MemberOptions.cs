using System.Net;
using MGen.Wire;

namespace MGen.Membership;

/// <summary>How a process takes part in a cluster.</summary>
public sealed record MemberOptions
{
    /// <summary>The cluster's name: members with the same name find each other. Default <c>mgen</c>.</summary>
    public string ClusterId { get; init; } = "mgen";

    /// <summary>Orleans' name of the service, which its clusters share. Default <c>mgen</c>.</summary>
    public string ServiceId { get; init; } = "mgen";

    /// <summary>
    /// Where the members of a cluster on several machines find each other: a connection string of PostgreSQL. Default
    /// <c>null</c>: a file on this machine; see <see cref="LocalFolder"/>.
    /// </summary>
    public string? PostgreSql { get; init; }

    /// <summary>
    /// Where the processes of a cluster on one machine find each other: a folder for two small files. Default: one
    /// folder per user among the temporary files.
    /// </summary>
    public string LocalFolder { get; init; } = Path.Combine(Path.GetTempPath(), $"mgen-{Environment.UserName}");

    /// <summary>
    /// The address at which the other members reach this one. Default 127.0.0.1 at a free port: one machine. Without
    /// <see cref="Tls"/>, nothing on this port is encrypted or authenticated; keep it in a network of its own.
    /// </summary>
    public HostPort Address { get; init; } = new("127.0.0.1", 0);

    /// <summary>
    /// The port of <see cref="Address"/> at which this member accepts links, which carry all traffic between silos and
    /// gateways. Default 0: a free port.
    /// </summary>
    public int LinkPort { get; init; }

    /// <summary>
    /// Encrypts the connections between members, and refuses those without a certificate of the CA. Default
    /// <c>null</c>: neither. The same for all members of a cluster.
    /// </summary>
    public MemberTls? Tls { get; init; }

    /// <summary>
    /// Whether others than the processes of this machine may reach the ports of members, which have no TLS.
    /// </summary>
    public bool IsExposed =>
        Tls is null
        && Address.Host != "localhost"
        && !(IPAddress.TryParse(Address.Host, out IPAddress? ip) && IPAddress.IsLoopback(ip));

    /// <summary>
    /// Time in which a member must answer a probe. Default 1 s: with <see cref="MissedProbes"/> a failure is detected
    /// in about 4 s. Must exceed the longest pause that a living process may make.
    /// </summary>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Unanswered probes in a row after which a member counts as failed. Default 3; at least 1.</summary>
    public int MissedProbes { get; init; } = 3;

    /// <summary>The address of the health pages and the dashboard. Default <c>null</c>: none.</summary>
    public HostPort? Health { get; init; }

    /// <summary>
    /// Whether <see cref="Health"/> also serves the dashboard of Orleans, which costs a few per cent of CPU time.
    /// Default false.
    /// </summary>
    public bool Dashboard { get; init; }

    /// <summary>Longest time for an orderly stop. Default 10 s.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
