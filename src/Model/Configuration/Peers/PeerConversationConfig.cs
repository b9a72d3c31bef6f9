namespace MGen.Model.Configuration.Peers;

/// <summary>One conversation of one peer. Immutable.</summary>
public sealed record PeerConversationConfig : ConfiguredConversation
{
    /// <summary>All others of the group, each once and never the user; at least one.</summary>
    public required IReadOnlyList<Recipient> Recipients { get; init; }
}
