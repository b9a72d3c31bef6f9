using MGen.Wire;

namespace MGen.Grains;

/// <summary>A connection that asks to be a member's.</summary>
/// <param name="User">The member's name.</param>
/// <param name="Session">The session that goes on; <see cref="Guid.Empty"/> if the connection did not negotiate resumption.</param>
/// <param name="Received">How many frames of that session the client has.</param>
/// <param name="MayRegister">Whether a user who is not known yet becomes a member.</param>
[GenerateSerializer, Immutable, Alias("MGen.JoinRequest")]
public sealed record JoinRequest([property: Id(0)] Identifier User, [property: Id(1)] Guid Session, [property: Id(2)] ulong Received, [property: Id(3)] bool MayRegister)
{
    /// <summary>Whose member it asks to be. Only needed where a link serves more than one group.</summary>
    [Id(4)]
    public Identifier? Group { get; init; }

    /// <summary>Most frames that may be under way to the connection. Only needed where its group is in another process.</summary>
    [Id(5)]
    public int Window { get; init; }
}
