using MGen.Wire;

namespace MGen.Demo.Accounting;

/// <summary>An outstanding delivery, or the outstanding receipt of a delivery.</summary>
/// <param name="Group">The group.</param>
/// <param name="Sender">The sender of the message.</param>
/// <param name="Id">The number of the message.</param>
/// <param name="Member">The member whose delivery or receipt is outstanding.</param>
/// <param name="IsDelivered">Whether only the receipt is outstanding.</param>
internal sealed record OpenFate(Identifier Group, Identifier Sender, uint Id, Identifier Member, bool IsDelivered);
