using MGen.Messenger.Dialing;
using MGen.Messenger.Measurement;

namespace MGen.Messenger;

/// <summary>How a swarm runs, apart from what each user's configuration says.</summary>
public abstract record SwarmOptions
{
    /// <summary>Seed of all draws of users whose configuration has none.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// Within which a connection must be usable, introductions included; then the attempt has failed. Default 60 s: Tor
    /// may need as long.
    /// </summary>
    public TimeSpan ConnectTimeLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Makes TCP connections, those to users' proxies included; <c>null</c>: in the usual way.</summary>
    public IDialer? Dialer { get; init; }

    /// <summary>Watches the conversations; <c>null</c>: nobody.</summary>
    public IConversationObserver? Observer { get; init; }
}
