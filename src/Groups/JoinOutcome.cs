namespace MGen.Groups;

/// <summary>The answer to a join that was accepted.</summary>
/// <param name="IsNewMember">Whether the user was not known in the group before.</param>
/// <param name="Received">How many frames of the offered session the group has from the member, or <see cref="Wire.Resumption.UnknownSession"/>.</param>
public readonly record struct JoinOutcome(bool IsNewMember, ulong Received);
