using MGen.Demo.Deployments;
using MGen.LivePage;
using MGen.Transport;

namespace MGen.Demo;

/// <summary>The arguments of the command line.</summary>
internal sealed record DemoArguments
{
    /// <summary>Fewest users: a conversation needs two.</summary>
    public const int MinUsers = 2;

    /// <summary>
    /// Most users. They have about 15,500 conversations; each takes a port of loopback, and Linux has 28,000.
    /// </summary>
    public const int MaxUsers = 5_000;

    /// <summary>Shortest <see cref="Duration"/>: by then the last conversation has woken up.</summary>
    public static readonly TimeSpan MinDuration = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Shortest <see cref="Duration"/> with a cluster: two processes are killed, and detecting each failure takes some
    /// seconds.
    /// </summary>
    public static readonly TimeSpan MinClusterDuration = TimeSpan.FromSeconds(10);

    /// <summary>Longest <see cref="Duration"/>; the limit of a timer is 49 days.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromHours(24);

    /// <summary>What carries the messages.</summary>
    public DeploymentKind Deployment { get; init; }

    /// <summary>The number of users, <see cref="MinUsers"/> to <see cref="MaxUsers"/>.</summary>
    public int Users { get; init; } = 20;

    /// <summary>
    /// How long users talk, counted from when all of them are registered; <see cref="MinDuration"/> to
    /// <see cref="MaxDuration"/>.
    /// </summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Seed of the population and of all draws; <c>null</c> draws it from entropy.</summary>
    public ulong? Seed { get; init; }

    /// <summary>
    /// The directory for logs, empty or not existing; <c>null</c> creates one among the system's temporary files.
    /// </summary>
    public string? LogDirectory { get; init; }

    /// <summary>The format of the summary.</summary>
    public OutputFormat Format { get; init; }

    /// <summary>Whether stderr receives errors only.</summary>
    public bool Quiet { get; init; }

    /// <summary>Where the live page is served; <c>null</c>: nowhere.</summary>
    public DashboardAddress? Web { get; init; }

    /// <summary>The implementation of TLS, at both ends.</summary>
    public TlsEngineKind Engine { get; init; } = TlsEngineKind.Auto;
}

/// <summary>The formats of the summary on stdout.</summary>
internal enum OutputFormat
{
    /// <summary>Text for people.</summary>
    Text,

    /// <summary>JSON by <c>docs/schemas/demo.schema.json</c>.</summary>
    Json,
}
