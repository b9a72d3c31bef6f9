using MGen.Wire;

namespace MGen.Groups;

/// <summary>An input of a group from one connection. Entries of one connection arrive in the order sent.</summary>
/// <param name="Kind">The kind, which determines the fields that are used.</param>
/// <param name="Connection">The connection's number within its gateway.</param>
/// <param name="Frame">For <see cref="EntryKind.Frame"/>.</param>
/// <param name="Join">For <see cref="EntryKind.Join"/>.</param>
/// <param name="Delivered">
/// For <see cref="EntryKind.Leave"/>: how many of the frames handed to the connection are known to have reached the
/// client. For <see cref="EntryKind.Ready"/>: how many of those frames the connection has written to its socket.
/// </param>
public readonly record struct GroupEntry(
    EntryKind Kind,
    long Connection,
    Frame Frame = default,
    JoinRequest? Join = null,
    long Delivered = 0
);

/// <summary>The kinds of <see cref="GroupEntry"/>.</summary>
public enum EntryKind
{
    /// <summary>A message or receipt that the client sent.</summary>
    Frame,

    /// <summary>The first entry of each connection, its request to be served.</summary>
    Join,

    /// <summary>The connection has space again after it refused a frame.</summary>
    Ready,

    /// <summary>The last entry of each connection: the connection has ended.</summary>
    Leave,
}

/// <summary>Identifies a connection among those of all gateways.</summary>
/// <param name="Gateway">The gateway process.</param>
/// <param name="Number">The connection's number within the gateway.</param>
public readonly record struct ConnectionKey(Guid Gateway, long Number);
