using MGen.Wire;

namespace MGen.Grains;

/// <summary>
/// A group, addressed by its name, for callers that use Orleans: tests, dashboards, operators, services that take part
/// in a chat. The grain works on the same state as the gateways' connections. Gateways do not call the grain: they
/// post batches to the partition.
/// <para>
/// A member joins, posts, receives and leaves by the number of its connection. A connection belongs to the silo that
/// handled the join. After the end of that silo each call with the number fails with
/// <see cref="UnknownConnectionException"/>, and the member joins again, with its session if it has one.
/// </para>
/// </summary>
[Alias("MGen.IGroupGrain")]
public interface IGroupGrain : IGrainWithStringKey
{
    /// <summary>Joins the group as one of its members. An earlier connection of the member ends.</summary>
    [Alias("Join")]
    Task<JoinResponse> JoinAsync(JoinCall join);

    /// <summary>Posts a frame. The group has accepted it when the task completes.</summary>
    /// <param name="connection">The member's connection.</param>
    /// <param name="number">
    /// Counts the connection's frames from 1. A number that was accepted before is a retransmission and has no effect.
    /// </param>
    /// <param name="header">The frame's header: <see cref="Frame.Header"/>.</param>
    /// <exception cref="ArgumentException">
    /// The frame is malformed, from another user or for another group; or frames before it are missing.
    /// </exception>
    /// <exception cref="UnknownConnectionException">The connection has ended.</exception>
    [Alias("Post")]
    Task PostAsync(long connection, long number, byte[] header);

    /// <summary>
    /// Acknowledges the first <paramref name="received"/> frames and returns the frames after them. If there are none,
    /// waits up to a second for one.
    /// </summary>
    /// <param name="connection">The member's connection.</param>
    /// <param name="received">How many frames of this connection the caller has; they are dropped here.</param>
    /// <returns>The headers of at most 256 frames, oldest first; empty if none arrived in time.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="received"/> is less than acknowledged before, or more than the calls have returned.
    /// </exception>
    /// <exception cref="UnknownConnectionException">The connection has ended.</exception>
    [Alias("Receive")]
    Task<byte[][]> ReceiveAsync(long connection, long received);

    /// <summary>
    /// Leaves: the member stays registered, and the frames that the caller has not received go to its next connection.
    /// </summary>
    /// <param name="connection">The member's connection.</param>
    /// <param name="received">How many frames of this connection the caller has.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="received"/> is less than acknowledged before, or more than the calls have returned.
    /// </exception>
    /// <exception cref="UnknownConnectionException">The connection has ended.</exception>
    [Alias("Leave")]
    Task LeaveAsync(long connection, long received);

    /// <summary>Returns the members in the order in which they registered.</summary>
    /// <exception cref="GroupMovedException">
    /// The partition's primary is at another silo now: call again; see <see cref="GroupGrains.DescribeGroupAsync"/>.
    /// </exception>
    [Alias("Describe")]
    Task<GroupMemberState[]> DescribeAsync();
}

/// <summary>A member's request to join.</summary>
/// <param name="User">The member's name.</param>
/// <param name="Session">The session to resume; <see cref="Guid.Empty"/> for none.</param>
/// <param name="Received">How many frames of that session the member has.</param>
/// <param name="MayRegister">Whether an unknown user becomes a member; else the join is refused.</param>
[GenerateSerializer, Immutable, Alias("MGen.JoinCall")]
public sealed record JoinCall(
    [property: Id(0)] string User,
    [property: Id(1)] Guid Session = default,
    [property: Id(2)] ulong Received = 0,
    [property: Id(3)] bool MayRegister = true
);

/// <summary>The response to a join.</summary>
/// <param name="Connection">The number of the connection; 0 if the join was refused.</param>
/// <param name="IsNewMember">Whether this join registered the user.</param>
/// <param name="Received">
/// How many frames of the session the group has from the member; <see cref="Resumption.UnknownSession"/> if the group
/// does not know the session.
/// </param>
[GenerateSerializer, Immutable, Alias("MGen.JoinAnswer")]
public sealed record JoinResponse(
    [property: Id(0)] long Connection,
    [property: Id(1)] bool IsNewMember,
    [property: Id(2)] ulong Received
);

/// <summary>The state of a member of a group.</summary>
/// <param name="User">The member's name.</param>
/// <param name="IsAway">Whether it has no connection.</param>
/// <param name="Waiting">Frames queued for its connection, or for its next one.</param>
/// <param name="Unconfirmed">Frames that were given to a connection and may have to be retransmitted.</param>
[GenerateSerializer, Immutable, Alias("MGen.GroupMemberState")]
public sealed record GroupMemberState(
    [property: Id(0)] string User,
    [property: Id(1)] bool IsAway,
    [property: Id(2)] int Waiting,
    [property: Id(3)] int Unconfirmed
);

/// <summary>
/// The connection has ended or never existed at this silo: it was replaced, was refused, has left, or its silo has
/// ended. Join again.
/// </summary>
[GenerateSerializer, Alias("MGen.UnknownConnectionException")]
public sealed class UnknownConnectionException(string message) : Exception(message);

/// <summary>
/// The primary of the group's partition is at another silo now. Call again: Orleans moves the grain there, unless the
/// group has connections of grain callers at the grain's silo.
/// </summary>
[GenerateSerializer, Alias("MGen.GroupMovedException")]
public sealed class GroupMovedException(string message) : Exception(message);

/// <summary>
/// Finds the grains of groups. Their keys have a prefix, because a group's name may be white space, which Orleans does
/// not accept as a key.
/// </summary>
public static class GroupGrains
{
    private const string Prefix = "group/";
    private const int MostMoves = 50;

    private static readonly TimeSpan MovePause = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns the grain of a group.</summary>
    public static IGroupGrain GetGroup(this IGrainFactory grains, Identifier group)
    {
        ArgumentNullException.ThrowIfNull(grains);
        ArgumentNullException.ThrowIfNull(group);
        return grains.GetGrain<IGroupGrain>(Prefix + group.Text);
    }

    /// <summary>
    /// Returns the members of a group; empty if there is no such group. If the partition moves during the call, the
    /// call is repeated.
    /// </summary>
    /// <exception cref="GroupMovedException">
    /// For 5 s, the silo of the group's grain was not the partition's primary.
    /// </exception>
    public static async Task<GroupMemberState[]> DescribeGroupAsync(
        this IGrainFactory grains,
        Identifier group,
        TimeProvider clock
    )
    {
        for (int moves = 0; ; moves++)
        {
            try
            {
                return await grains.GetGroup(group).DescribeAsync();
            }
            catch (GroupMovedException) when (moves < MostMoves)
            {
                await Task.Delay(MovePause, clock);
            }
        }
    }

    internal static Identifier GetName(string key) => Identifier.Create(key[Prefix.Length..]);
}
