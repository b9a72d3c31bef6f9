namespace MGen.Messenger;

/// <summary>How a swarm of peers runs, apart from what each user's configuration says.</summary>
public sealed record PeerSwarmOptions : SwarmOptions
{
    /// <summary>
    /// Told, for people, of each connection that was refused or closed for its other end's fault, and of messages that
    /// belong nowhere. Called by many threads: be quick, do not throw. <c>null</c>: nobody.
    /// </summary>
    public Action<string>? OnTrouble { get; init; }
}
