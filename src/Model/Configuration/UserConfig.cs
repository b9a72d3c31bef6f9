using MGen.Wire;

namespace MGen.Model.Configuration;

/// <summary>One client file: a simulated user of message servers and their conversations. Every default is resolved; immutable.</summary>
public sealed record UserConfig : ConfiguredUser
{
    /// <summary>Full path of a PEM file with the certificates to verify servers with; <c>null</c> verifies nothing, as the original.</summary>
    public string? TlsCa { get; init; }

    /// <summary>What is transferred of large messages.</summary>
    public AttachmentMode Attachments { get; init; } = AttachmentMode.Full;

    /// <summary>How messages are laid into TLS records.</summary>
    public TlsRecordMode TlsRecords { get; init; } = TlsRecordMode.Joined;

    /// <summary>Whether resumption is offered to the server, see <see cref="Resumption"/>.</summary>
    public bool Resume { get; init; } = true;

    /// <summary>The conversations in the order of the file. May be empty.</summary>
    public required IReadOnlyList<ConversationConfig> Conversations { get; init; }
}
