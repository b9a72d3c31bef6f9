namespace MGen.Simulation.Groups;

/// <summary>A frame on its way to a member.</summary>
/// <param name="Key">When it is handled, and before which others.</param>
/// <param name="MadeAt">When the message was made; of a receipt, the message it is for. In ticks.</param>
/// <param name="Sender">Who made the frame, by number in the group.</param>
/// <param name="Recipient">To whom it goes, by number in the group.</param>
/// <param name="Id">The message's number.</param>
/// <param name="Size">The message's size in bytes; 0 is a receipt.</param>
internal readonly record struct Arrival(ArrivalKey Key, long MadeAt, int Sender, int Recipient, uint Id, uint Size);
