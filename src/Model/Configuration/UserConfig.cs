using MGen.Wire;

namespace MGen.Model.Configuration;

/// <summary>
/// The configuration of a simulated user of message servers, and of their conversations. All defaults are resolved;
/// immutable.
/// </summary>
public sealed record UserConfig : ConfiguredUser
{
    /// <summary>
    /// Full path of a PEM file with the certificates that servers are verified with; <c>null</c> disables verification,
    /// as in the original.
    /// </summary>
    public string? TlsCa { get; init; }

    /// <summary>What is transferred of an attachment.</summary>
    public AttachmentMode Attachments { get; init; } = AttachmentMode.Full;

    /// <summary>How messages are divided into TLS records.</summary>
    public TlsRecordMode TlsRecords { get; init; } = TlsRecordMode.Joined;

    /// <summary>Whether the client offers resumption to the server, see <see cref="Resumption"/>.</summary>
    public bool Resume { get; init; } = true;

    /// <summary>The conversations in the order of the file. May be empty.</summary>
    public required IReadOnlyList<ConversationConfig> Conversations { get; init; }
}

/// <summary>One conversation of one user of a message server. Immutable.</summary>
public sealed record ConversationConfig : ConfiguredConversation
{
    /// <summary>The message servers to try in turn; 1 to <see cref="ConfigLimits.MaxMessageServers"/>.</summary>
    public required IReadOnlyList<HostPort> MessageServers { get; init; }

    /// <summary>The web server of attachments.</summary>
    public required HostPort WebServer { get; init; }
}

/// <summary>What is transferred through the web server for a message that is too large to travel inline.</summary>
public enum AttachmentMode
{
    /// <summary>The whole attachment in both directions (<c>full</c>).</summary>
    Full,

    /// <summary>
    /// As the original does: an empty upload, and a download that is cancelled after its headers (<c>headers-only</c>).
    /// </summary>
    HeadersOnly,
}

/// <summary>How a message is divided into TLS records. Their sizes are what an observer sees.</summary>
public enum TlsRecordMode
{
    /// <summary>Header and body in one record (<c>single</c>).</summary>
    Joined,

    /// <summary>
    /// Header and body in separate records and packets, as the original's TLS library does (<c>split</c>).
    /// </summary>
    Split,
}
