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
