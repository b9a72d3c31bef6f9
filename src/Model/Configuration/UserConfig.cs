using MGen.Model.Conversations;
using MGen.Wire;

namespace MGen.Model.Configuration;

/// <summary>One client file: a simulated user and their conversations. Every default is resolved; immutable.</summary>
public sealed record UserConfig
{
    /// <summary>The file as it was named on the command line, or found by a glob.</summary>
    public required string File { get; init; }

    /// <summary>The user's name.</summary>
    public required Identifier User { get; init; }

    /// <summary>The SOCKS5 proxy of all the user's connections; <c>null</c> connects directly.</summary>
    public HostPort? Socks { get; init; }

    /// <summary>What the proxy is told of whose connection it is.</summary>
    public SocksIsolation SocksIsolation { get; init; } = SocksIsolation.Conversation;

    /// <summary>Seed of all the user's draws; <c>null</c> leaves it to the run (its flag, or entropy).</summary>
    public ulong? Seed { get; init; }

    /// <summary>Full path of a PEM file with the certificates to verify servers with; <c>null</c> verifies nothing, as the original.</summary>
    public string? TlsCa { get; init; }

    /// <summary>What is transferred of large messages.</summary>
    public AttachmentMode Attachments { get; init; } = AttachmentMode.Full;

    /// <summary>When an active spell ends; the same rule is in each <see cref="ConversationConfig.Model"/>.</summary>
    public ActiveTimeoutRule ActiveTimeout { get; init; } = ActiveTimeoutRule.Quiet;

    /// <summary>How messages are laid into TLS records.</summary>
    public TlsRecordMode TlsRecords { get; init; } = TlsRecordMode.Joined;

    /// <summary>Whether resumption is offered to the server, see <see cref="Resumption"/>.</summary>
    public bool Resume { get; init; } = true;

    /// <summary>The conversations in the order of the file. May be empty.</summary>
    public required IReadOnlyList<ConversationConfig> Conversations { get; init; }
}
