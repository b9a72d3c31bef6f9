using MGen.Wire;

namespace MGen.Groups;

/// <summary>A connection's request to be a member's connection.</summary>
/// <param name="User">The member's name.</param>
/// <param name="Session">
/// The session to resume or to begin; <see cref="Guid.Empty"/> if the connection did not negotiate resumption.
/// </param>
/// <param name="Received">How many frames of that session the client has received.</param>
/// <param name="MayRegister">Whether an unknown user becomes a member; else the join is refused.</param>
public sealed record JoinRequest(Identifier User, Guid Session, ulong Received, bool MayRegister)
{
    /// <summary>The group. Only needed if a link carries entries for more than one group.</summary>
    public Identifier? Group { get; init; }

    /// <summary>
    /// Most frames in flight to the connection. Only needed if its group is in another process.
    /// </summary>
    public int Window { get; init; }
}

/// <summary>The outcome of an accepted join.</summary>
/// <param name="IsNewMember">Whether this join registered the user.</param>
/// <param name="Received">
/// How many frames of the offered session the group has received from the member;
/// <see cref="Resumption.UnknownSession"/> if the group does not know the session.
/// </param>
public readonly record struct JoinOutcome(bool IsNewMember, ulong Received);
