using System.Globalization;
using MGen.Model.Conversations;

namespace MGen.Population.Experiments;

/// <summary>How a population becomes files.</summary>
public sealed record ExperimentOptions
{
    /// <summary>What files to write.</summary>
    public required ExperimentLayout Layout { get; init; }

    /// <summary>Tor processes per host, through which users connect; 0 connects directly.</summary>
    public int Tors { get; init; }

    /// <summary>
    /// Wait of every conversation before it wakes up, counted from the end of its start stagger. Default 15 s: the longest stagger is 10 s, so that
    /// everybody is connected before the first message.
    /// </summary>
    public TimeSpan Bootstrap { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Base of the wait before a failed connection is tried again.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the users talk, once they have started.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromHours(1);

    /// <summary>For how long a message server only registers members, in whole seconds; 0 relays at once.</summary>
    public TimeSpan Registration { get; init; }

    /// <summary>
    /// Whether configurations ask for the original's behaviour where ours differs on purpose: <c>active_timeout: spell</c>, <c>attachments:
    /// headers-only</c>, <c>tls_records: split</c>.
    /// </summary>
    public bool AsOriginal { get; init; }

    /// <summary>The clock of everybody's idle times; <c>null</c>: every hour is like the others.</summary>
    public Rhythm? Rhythm { get; init; }

    /// <summary>The date and time of the people when the run starts; <c>null</c> leaves it to the programs.</summary>
    public DateTime? Start { get; init; }

    /// <summary><see cref="Start"/> as an option of <c>mgen-client</c> and <c>mgen-peer</c>, with a space before it; empty if there is none.</summary>
    public string StartOption => Start is { } start ? string.Create(CultureInfo.InvariantCulture, $" --start {start:yyyy-MM-dd'T'HH:mm:ss}") : "";

    /// <summary>The port of the first message server; the first web server has the next one, and so on in pairs.</summary>
    public int FirstPort { get; init; } = 6397;

    /// <summary>A Shadow experiment with a Tor network (its <c>shadow.yaml</c>'s full path), to which this one is added; <c>null</c> for none.</summary>
    public string? Base { get; init; }

    /// <summary>Whether the users are peers.</summary>
    public bool IsPeer => Layout is ExperimentLayout.Peer or ExperimentLayout.ShadowPeer;

    /// <summary>Whether the experiment is for the Shadow simulator.</summary>
    public bool IsShadow => Layout is ExperimentLayout.ShadowClient or ExperimentLayout.ShadowPeer;
}
