using System.Globalization;
using MGen.Model.Conversations;

namespace MGen.Population.Experiments;

/// <summary>How the files of a population are written.</summary>
public sealed record ExperimentOptions
{
    /// <summary>Which files are written.</summary>
    public required ExperimentLayout Layout { get; init; }

    /// <summary>Number of Tor processes per host through which users connect; 0: direct connections.</summary>
    public int Tors { get; init; }

    /// <summary>
    /// Wait of every conversation before it wakes up, counted from the end of its start stagger. Default 15 s: this is
    /// longer than the longest stagger, 10 s, so that all users are connected before the first message.
    /// </summary>
    public TimeSpan Bootstrap { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Base of the delay before a failed connection is retried. Default 5 s.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long users send messages after they have started. Default 1 h.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long a message server only registers members, in whole seconds; with 0 the server relays messages from the
    /// start.
    /// </summary>
    public TimeSpan Registration { get; init; }

    /// <summary>
    /// How long before the end of a registration phase users start in Shadow, in seconds, as in the original's
    /// experiments. In live experiments users start as soon as the servers listen.
    /// </summary>
    public const int ShadowLeadSeconds = 30;

    /// <summary>
    /// Whether configurations request the original's behaviour where the default differs on purpose: <c>active_timeout:
    /// spell</c>, <c>attachments: headers-only</c>, <c>tls_records: split</c>.
    /// </summary>
    public bool AsOriginal { get; init; }

    /// <summary>The weekly rhythm of all users' idle times; <c>null</c>: all hours are equal.</summary>
    public Rhythm? Rhythm { get; init; }

    /// <summary>
    /// Local date and time of the users when the run starts; <c>null</c>: the programs take the current time in UTC.
    /// </summary>
    public DateTime? Start { get; init; }

    /// <summary>
    /// <see cref="Start"/> as an option of <c>mgen-client</c> and <c>mgen-peer</c>, with a leading space; empty if it
    /// is <c>null</c>.
    /// </summary>
    public string StartOption =>
        Start is { } start
            ? string.Create(CultureInfo.InvariantCulture, $" --start {start:yyyy-MM-dd'T'HH:mm:ss}")
            : "";

    /// <summary>
    /// Port of the first message server. Its web server has the next port. In a live run each further pair has the next
    /// two ports; in the Shadow simulator all pairs have the same two.
    /// </summary>
    public int FirstPort { get; init; } = 6397;

    /// <summary>
    /// Full path of the <c>shadow.yaml</c> of a Shadow experiment with a Tor network, to which this experiment is
    /// added; <c>null</c> for none.
    /// </summary>
    public string? Base { get; init; }

    /// <summary>Whether the users are peers.</summary>
    public bool IsPeer => Layout is ExperimentLayout.Peer or ExperimentLayout.ShadowPeer;

    /// <summary>Whether the experiment is for the Shadow simulator.</summary>
    public bool IsShadow => Layout is ExperimentLayout.ShadowClient or ExperimentLayout.ShadowPeer;
}

/// <summary>Which files an experiment has.</summary>
public enum ExperimentLayout
{
    /// <summary>
    /// Users of message servers, live on this machine: a directory of configurations per shard, and a script that runs
    /// everything.
    /// </summary>
    Client,

    /// <summary>Users without servers, live on this machine, with a hosts file.</summary>
    Peer,

    /// <summary>Users of message servers, in the Shadow simulator.</summary>
    ShadowClient,

    /// <summary>Users without servers, in the Shadow simulator.</summary>
    ShadowPeer,
}
