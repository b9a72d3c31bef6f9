using MGen.Wire;

namespace MGen.Grains;

/// <summary>One thing that a connection has for its group. Entries of one connection arrive in the order given.</summary>
/// <param name="Kind">Which of the following is meant.</param>
/// <param name="Connection">The connection's number within its gateway.</param>
/// <param name="Frame">For <see cref="EntryKind.Frame"/>.</param>
/// <param name="Join">For <see cref="EntryKind.Join"/>.</param>
/// <param name="Delivered">
/// For <see cref="EntryKind.Leave"/>: how many of the frames it was handed are known to have reached the client.
/// For <see cref="EntryKind.Ready"/>: how many of them it has given to its socket.
/// </param>
[GenerateSerializer, Immutable, Alias("MGen.GroupEntry")]
public readonly record struct GroupEntry(
    [property: Id(0)] EntryKind Kind,
    [property: Id(1)] long Connection,
    [property: Id(2)] Frame Frame = default,
    [property: Id(3)] JoinRequest? Join = null,
    [property: Id(4)] long Delivered = 0);
