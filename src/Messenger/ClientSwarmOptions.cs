using MGen.Messenger.Dialing;
using MGen.Messenger.Measurement;

namespace MGen.Messenger;

/// <summary>How a swarm of clients runs, apart from what each user's configuration says.</summary>
public sealed record ClientSwarmOptions
{
    /// <summary>Seed of all draws of users whose configuration has none.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Factor of the start stagger, at least 0. 1 (the default) is the original's, up to 10 s for each conversation; 0 is none.</summary>
    public double StaggerScale { get; init; } = 1;

    /// <summary>Within which TCP, TLS and the answer to a resumption must be through; then the attempt has failed. Default 60 s: Tor may need as long.</summary>
    public TimeSpan ConnectTimeLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Makes TCP connections, those to users' proxies included; <c>null</c>: in the usual way.</summary>
    public IDialer? Dialer { get; init; }

    /// <summary>Watches the conversations; <c>null</c>: nobody.</summary>
    public IConversationObserver? Observer { get; init; }
}
