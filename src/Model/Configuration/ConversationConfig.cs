using MGen.Wire;

namespace MGen.Model.Configuration;

/// <summary>One conversation of one user of a message server. Immutable.</summary>
public sealed record ConversationConfig : ConfiguredConversation
{
    /// <summary>The message servers to try in turn; 1 to <see cref="ConfigLimits.MaxMessageServers"/>.</summary>
    public required IReadOnlyList<HostPort> MessageServers { get; init; }

    /// <summary>The web server of attachments.</summary>
    public required HostPort WebServer { get; init; }
}
