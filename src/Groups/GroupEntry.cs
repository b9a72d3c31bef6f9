using MGen.Wire;

namespace MGen.Groups;

/// <summary>One thing that a connection has for its group. Entries of one connection arrive in the order given.</summary>
/// <param name="Kind">Which of the following is meant.</param>
/// <param name="Connection">The connection's number within its gateway.</param>
/// <param name="Frame">For <see cref="EntryKind.Frame"/>.</param>
/// <param name="Join">For <see cref="EntryKind.Join"/>.</param>
/// <param name="Delivered">
/// For <see cref="EntryKind.Leave"/>: how many of the frames it was handed are known to have reached the client.
/// For <see cref="EntryKind.Ready"/>: how many of them it has given to its socket.
/// </param>
public readonly record struct GroupEntry(
    EntryKind Kind,
    long Connection,
    Frame Frame = default,
    JoinRequest? Join = null,
    long Delivered = 0);
