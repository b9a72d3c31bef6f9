using MGen.Wire;

namespace MGen.Groups;

/// <summary>A connection that asks to be a member's.</summary>
/// <param name="User">The member's name.</param>
/// <param name="Session">The session that goes on; <see cref="Guid.Empty"/> if the connection did not negotiate resumption.</param>
/// <param name="Received">How many frames of that session the client has.</param>
/// <param name="MayRegister">Whether a user who is not known yet becomes a member.</param>
public sealed record JoinRequest(Identifier User, Guid Session, ulong Received, bool MayRegister)
{
    /// <summary>Whose member it asks to be. Only needed where a link serves more than one group.</summary>
    public Identifier? Group { get; init; }

    /// <summary>Most frames that may be under way to the connection. Only needed where its group is in another process.</summary>
    public int Window { get; init; }
}
