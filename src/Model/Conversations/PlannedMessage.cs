using MGen.Wire;

namespace MGen.Model.Conversations;

/// <summary>A message to be sent now.</summary>
/// <param name="Id">Its number within (user, group), from 0.</param>
/// <param name="Blocks">Its size as drawn, in blocks. 0 is logged as 0 and sent as one block.</param>
public readonly record struct PlannedMessage(uint Id, uint Blocks)
{
    /// <summary>The size that is sent, in bytes; at least one block.</summary>
    public uint SizeBytes => Math.Max(Blocks, 1) * WireLimits.BlockBytes;
}
