using System.Net;
using MGen.Replication;
using MGen.Wire;

namespace MGen.Membership;

/// <summary>How a process takes part in a cluster.</summary>
public sealed record MemberOptions
{
    /// <summary>The cluster's name: members with the same name form a cluster. Default <c>mgen</c>.</summary>
    public string ClusterId { get; init; } = "mgen";

    /// <summary>Orleans' name of the service, which its clusters share. Default <c>mgen</c>.</summary>
    public string ServiceId { get; init; } = "mgen";

    /// <summary>
    /// The PostgreSQL database in which members on several machines register, as a connection string. Default
    /// <c>null</c>: a file on this machine; see <see cref="LocalFolder"/>.
    /// </summary>
    public string? PostgreSql { get; init; }

    /// <summary>
    /// The Redis in which members register instead, as settings of a connection. Default <c>null</c>. Redis must not
    /// lose writes that it has acknowledged.
    /// </summary>
    public string? Redis { get; init; }

    /// <summary>
    /// The directory in which the processes of a cluster on one machine register: two small files and their lock files.
    /// Default: one directory per user among the temporary files.
    /// </summary>
    public string LocalFolder { get; init; } = Path.Combine(Path.GetTempPath(), $"mgen-{Environment.UserName}");

    /// <summary>
    /// The address at which the other members reach this one. Default 127.0.0.1 at a free port: one machine. Without
    /// <see cref="Tls"/>, nothing on this port is encrypted or authenticated: use a separate network.
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
    /// Whether the ports of members have no TLS and can be reached from other machines.
    /// </summary>
    public bool IsExposed =>
        Tls is null
        && Address.Host != "localhost"
        && !(IPAddress.TryParse(Address.Host, out IPAddress? ip) && IPAddress.IsLoopback(ip));

    /// <summary>
    /// The number of partitions of the cluster, among which its silos divide the groups: the largest number of silos
    /// that can share the work. All members must have the same one. Default 16; from 1 to
    /// <see cref="PartitionMap.MaxCount"/>.
    /// </summary>
    public int Partitions { get; init; } = PartitionMap.DefaultCount;

    /// <summary>
    /// Time in which a member must respond to a probe. Default 1 s: with <see cref="MissedProbes"/> a failure is
    /// detected in about 4 s. Must exceed the longest pause that a process should survive.
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

    /// <summary>
    /// Longest time for an orderly stop, including the last second or more for leaving the cluster; at least 1 s is
    /// used. Default 9 s, so that the process ends within the 10 s that supervisors commonly grant.
    /// </summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(9);
}
