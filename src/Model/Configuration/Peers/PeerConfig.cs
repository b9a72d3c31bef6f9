using MGen.Wire;

namespace MGen.Model.Configuration.Peers;

/// <summary>
/// The configuration of a simulated user without a server, and of their conversations. All defaults are resolved;
/// immutable.
/// </summary>
public sealed record PeerConfig : ConfiguredUser
{
    /// <summary>
    /// The address on which the user listens: from the file, or else the user's own address in the hosts file. Unique
    /// within the run.
    /// </summary>
    public required HostPort Listen { get; init; }

    /// <summary>The conversations in the order of the file. May be empty.</summary>
    public required IReadOnlyList<PeerConversationConfig> Conversations { get; init; }
}

/// <summary>One conversation of one peer. Immutable.</summary>
public sealed record PeerConversationConfig : ConfiguredConversation
{
    /// <summary>All other members of the group, each once; at least one.</summary>
    public required IReadOnlyList<Recipient> Recipients { get; init; }
}

/// <summary>A peer that messages are sent to.</summary>
/// <param name="User">The name.</param>
/// <param name="Address">The address from the hosts file.</param>
public sealed record Recipient(Identifier User, HostPort Address);

/// <summary>
/// The result of <see cref="ConfigLoader"/> for a hosts file and peer files: all users, or all errors.
/// </summary>
/// <param name="Users">The users, one per file, in the order of the files; empty if there is any error.</param>
/// <param name="Errors">
/// All errors: of the hosts file first, then file by file, in the order of the lines. Whether the users agree on the
/// members of their groups is checked only if there is no other error.
/// </param>
public sealed record PeerLoadResult(IReadOnlyList<PeerConfig> Users, IReadOnlyList<ConfigError> Errors)
{
    /// <summary>Warnings: settings that are accepted but doubtful, file by file.</summary>
    public IReadOnlyList<ConfigError> Notes { get; init; } = [];

    /// <summary>Whether there are no errors.</summary>
    public bool IsValid => Errors.Count == 0;
}
