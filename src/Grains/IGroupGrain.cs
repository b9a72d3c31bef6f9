using MGen.Wire;

namespace MGen.Grains;

/// <summary>
/// A group, addressed by its name, for whoever comes through Orleans: tests, dashboards, operators, services that take part in a chat. It stands on the same
/// state as the gateways' connections. Gateways do not call it: they post batches to the partition.
/// <para>A member joins, posts, receives and leaves by the number of its connection. A connection belongs to the silo that the join reached; after that silo's
/// end every call with its number fails with <see cref="UnknownConnectionException"/>, and the member joins again, with its session if it has one.</para>
/// </summary>
[Alias("MGen.IGroupGrain")]
public interface IGroupGrain : IGrainWithStringKey
{
    /// <summary>Joins the group as one of its members. An earlier connection of the member ends.</summary>
    [Alias("Join")]
    Task<JoinAnswer> JoinAsync(JoinCall join);

    /// <summary>Posts a frame. When this returns the group has accepted it.</summary>
    /// <param name="connection">The member's connection.</param>
    /// <param name="number">Counts the connection's frames from 1. A number that was seen is a repetition, and nothing happens.</param>
    /// <param name="header">The frame's header: <see cref="Frame.Header"/>.</param>
    /// <exception cref="ArgumentException">The frame is not valid, not the member's or not for this group; or numbers are missing.</exception>
    /// <exception cref="UnknownConnectionException">The connection has ended.</exception>
    [Alias("Post")]
    Task PostAsync(long connection, long number, byte[] header);

    /// <summary>Receives what follows the first <paramref name="received"/> frames. Waits for at least one, up to a second.</summary>
    /// <param name="connection">The member's connection.</param>
    /// <param name="received">How many frames of this connection the caller has; frames before are forgotten.</param>
    /// <returns>The headers of at most 256 frames, oldest first; empty if none came.</returns>
    /// <exception cref="UnknownConnectionException">The connection has ended, and there is nothing left to receive.</exception>
    [Alias("Receive")]
    Task<byte[][]> ReceiveAsync(long connection, long received);

    /// <summary>Leaves: the member keeps its place, and what the caller has not received is sent to its next connection.</summary>
    /// <param name="connection">The member's connection.</param>
    /// <param name="received">How many frames of this connection the caller has.</param>
    [Alias("Leave")]
    Task LeaveAsync(long connection, long received);

    /// <summary>The members, in the order in which they registered.</summary>
    /// <exception cref="GroupMovedException">The partition's primary is at another silo now; ask again, see <see cref="GroupGrains.DescribeGroupAsync"/>.</exception>
    [Alias("Describe")]
    Task<GroupMemberState[]> DescribeAsync();
}

/// <summary>A member's request to join.</summary>
/// <param name="User">The member's name.</param>
/// <param name="Session">The session that goes on; <see cref="Guid.Empty"/> if there is none.</param>
/// <param name="Received">How many frames of that session the member has.</param>
/// <param name="MayRegister">Whether a user who is not known yet becomes a member.</param>
[GenerateSerializer, Immutable, Alias("MGen.JoinCall")]
public sealed record JoinCall(
    [property: Id(0)] string User, [property: Id(1)] Guid Session = default, [property: Id(2)] ulong Received = 0, [property: Id(3)] bool MayRegister = true);

/// <summary>The answer to a join.</summary>
/// <param name="Connection">The number of the connection; 0 if the join was refused.</param>
/// <param name="IsNewMember">Whether the user was not known in the group before.</param>
/// <param name="Received">How many frames of the session the group has from the member, or <see cref="Resumption.UnknownSession"/>.</param>
[GenerateSerializer, Immutable, Alias("MGen.JoinAnswer")]
public sealed record JoinAnswer([property: Id(0)] long Connection, [property: Id(1)] bool IsNewMember, [property: Id(2)] ulong Received);

/// <summary>A member of a group.</summary>
/// <param name="User">The member's name.</param>
/// <param name="IsAway">Whether it has no connection.</param>
/// <param name="Waiting">Frames queued for its connection, or for its next one.</param>
/// <param name="Unconfirmed">Frames handed to a connection that may have to be sent again.</param>
[GenerateSerializer, Immutable, Alias("MGen.GroupMemberState")]
public sealed record GroupMemberState([property: Id(0)] string User, [property: Id(1)] bool IsAway, [property: Id(2)] int Waiting, [property: Id(3)] int Unconfirmed);

/// <summary>A connection has ended or was never here: it was replaced, refused or left, or its silo has ended. Join again.</summary>
[GenerateSerializer, Alias("MGen.UnknownConnectionException")]
public sealed class UnknownConnectionException(string message) : Exception(message);

/// <summary>The primary of the group's partition is at another silo now. Ask again: the grain follows it.</summary>
[GenerateSerializer, Alias("MGen.GroupMovedException")]
public sealed class GroupMovedException(string message) : Exception(message);

/// <summary>Finds groups' grains. A group's name alone would not do as a key: it may be white space, which Orleans refuses.</summary>
public static class GroupGrains
{
    private const string Prefix = "group/";
    private const int MostMoves = 50;

    private static readonly TimeSpan MovePause = TimeSpan.FromMilliseconds(100);

    /// <summary>The grain of a group.</summary>
    public static IGroupGrain GetGroup(this IGrainFactory grains, Identifier group)
    {
        ArgumentNullException.ThrowIfNull(grains);
        ArgumentNullException.ThrowIfNull(group);
        return grains.GetGrain<IGroupGrain>(Prefix + group.Text);
    }

    /// <summary>Describes a group, wherever its partition moves meanwhile; empty if nobody has joined it.</summary>
    /// <exception cref="GroupMovedException">No silo led the partition for five seconds.</exception>
    public static async Task<GroupMemberState[]> DescribeGroupAsync(this IGrainFactory grains, Identifier group, TimeProvider clock)
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
