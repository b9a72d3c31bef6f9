using MGen.Demo.Carriages;
using MGen.Transport;

namespace MGen.Demo;

/// <summary>What the command line asks for.</summary>
internal sealed record DemoArguments
{
    /// <summary>Fewest users: one has nobody to talk with.</summary>
    public const int MinUsers = 2;

    /// <summary>Most users. They hold about 15,500 conversations; each takes a port of loopback, and Linux has 28,000 to give.</summary>
    public const int MaxUsers = 5_000;

    /// <summary>Shortest <see cref="Duration"/>: by then the last conversation has been woken up.</summary>
    public static readonly TimeSpan MinDuration = TimeSpan.FromMilliseconds(500);

    /// <summary>Shortest <see cref="Duration"/> of a cluster: two processes die, and it takes some seconds until each is missed.</summary>
    public static readonly TimeSpan MinClusterDuration = TimeSpan.FromSeconds(10);

    /// <summary>Longest <see cref="Duration"/>; a timer could take 49 days.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromHours(24);

    /// <summary>What carries the messages.</summary>
    public CarriageKind Carriage { get; init; }

    /// <summary>How many users there are, <see cref="MinUsers"/> to <see cref="MaxUsers"/>.</summary>
    public int Users { get; init; } = 20;

    /// <summary>How long they talk, from the moment when everybody is registered; <see cref="MinDuration"/> to <see cref="MaxDuration"/>.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Seed of the population and of all draws; <c>null</c>: drawn from entropy.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Where the logs go: a directory that is empty or not there yet; <c>null</c>: a new one among the system's temporary files.</summary>
    public string? LogDirectory { get; init; }

    /// <summary>How the summary is written.</summary>
    public OutputFormat Format { get; init; }

    /// <summary>Nothing on stderr but what went wrong.</summary>
    public bool Quiet { get; init; }

    /// <summary>What carries TLS, at both ends.</summary>
    public TlsEngineKind Engine { get; init; } = TlsEngineKind.Auto;
}
