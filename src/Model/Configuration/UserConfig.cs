using MGen.Model.Conversations;
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

/// <summary>The configuration of a simulated user, client or peer. All defaults are resolved; immutable.</summary>
public abstract record ConfiguredUser
{
    /// <summary>The file as it was named on the command line, or found by a glob.</summary>
    public required string File { get; init; }

    /// <summary>The user's name.</summary>
    public required Identifier User { get; init; }

    /// <summary>The SOCKS5 proxy of all the user's connections; <c>null</c> for direct connections.</summary>
    public HostPort? Socks { get; init; }

    /// <summary>The SOCKS credentials of the user's connections, by which a proxy separates them.</summary>
    public SocksIsolation SocksIsolation { get; init; } = SocksIsolation.Conversation;

    /// <summary>
    /// The seed of all the user's draws; <c>null</c> if the run supplies it (by option or from entropy).
    /// </summary>
    public ulong? Seed { get; init; }

    /// <summary>
    /// When a spell of activity ends; the same rule as in each <see cref="ConfiguredConversation.Model"/>.
    /// </summary>
    public ActiveTimeoutRule ActiveTimeout { get; init; } = ActiveTimeoutRule.Quiet;
}

/// <summary>
/// One conversation of one user, client or peer, with its own settings and those inherited from the file's top level.
/// Immutable.
/// </summary>
public abstract record ConfiguredConversation
{
    /// <summary>The group's name; unique among the conversations of this user in all files of the run.</summary>
    public required Identifier Group { get; init; }

    /// <summary>
    /// Wait before the conversation wakes up, counted from its start; 0 to <see cref="ConfigLimits.MaxWait"/>.
    /// </summary>
    public required TimeSpan Bootstrap { get; init; }

    /// <summary>
    /// The time from waking up to the first message, instead of a draw of i; <c>null</c> draws it, unless
    /// <see cref="FirstActive"/> is set. 0 to <see cref="ConfigLimits.MaxWait"/>.
    /// </summary>
    public TimeSpan? FirstIdle { get; init; }

    /// <summary>
    /// A spell of activity in progress at waking up; <c>null</c> if there is none. If set, <see cref="FirstIdle"/> is
    /// <c>null</c>.
    /// </summary>
    public ActiveStart? FirstActive { get; init; }

    /// <summary>
    /// Base of the wait before a failed connection is tried again; 0 to <see cref="ConfigLimits.MaxWait"/>.
    /// </summary>
    public required TimeSpan Retry { get; init; }

    /// <summary>
    /// The conversation's distributions. Conversations that take them from the same place of a file share one instance.
    /// </summary>
    public required ConversationModel Model { get; init; }

    /// <summary>The position of the conversation in its file.</summary>
    public required ConfigPosition Position { get; init; }
}

/// <summary>
/// Which connections may share a circuit. Connections to be separated have different SOCKS credentials; Tor uses
/// another circuit for each pair of user name and password (its <c>IsolateSOCKSAuth</c>, on by default).
/// </summary>
public enum SocksIsolation
{
    /// <summary>
    /// A circuit for each conversation, and one for each web server of a user, as in the original
    /// (<c>conversation</c>): the credentials are user and recipient.
    /// </summary>
    Conversation,

    /// <summary>A circuit for each user (<c>user</c>): the credentials are the user.</summary>
    User,

    /// <summary>No separation (<c>none</c>): no credentials are sent.</summary>
    None,
}
