namespace MGen.Model.Configuration.Peers;

/// <summary>One conversation of one peer. Immutable.</summary>
public sealed record PeerConversationConfig : ConfiguredConversation
{
    /// <summary>All other members of the group, each once; at least one.</summary>
    public required IReadOnlyList<Recipient> Recipients { get; init; }
}
