using MGen.Wire;

namespace MGen.Demo.Accounting;

/// <summary>What one member still lacks of one message, or its sender of that member's receipt.</summary>
/// <param name="Group">The group.</param>
/// <param name="Sender">Whose message it is.</param>
/// <param name="Id">Its number.</param>
/// <param name="Member">Who lacks it, or whose receipt is lacking.</param>
/// <param name="IsDelivered">Whether only the receipt is lacking.</param>
internal sealed record OpenFate(Identifier Group, Identifier Sender, uint Id, Identifier Member, bool IsDelivered);
