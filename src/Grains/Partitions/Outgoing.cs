using MGen.Wire;

namespace MGen.Grains.Partitions;

/// <summary>One item of a partition's stream to a gateway.</summary>
/// <param name="Kind">Which of the following is meant.</param>
/// <param name="Connection">For which of the gateway's connections.</param>
/// <param name="Frame">For <see cref="OutgoingKind.Frame"/>.</param>
/// <param name="Number">Of <see cref="OutgoingKind.Refused"/> the reason; of <see cref="OutgoingKind.Joined"/> the frames received.</param>
/// <param name="IsNewMember">For <see cref="OutgoingKind.Joined"/>.</param>
internal readonly record struct Outgoing(OutgoingKind Kind, long Connection, Frame Frame = default, ulong Number = 0, bool IsNewMember = false);
