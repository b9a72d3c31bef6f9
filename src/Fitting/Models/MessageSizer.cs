using MGen.Fitting.Chats;
using MGen.Fitting.Compatibility;
using MGen.Model.Distributions;
using MGen.Model.Randomness;
using MGen.Wire;

namespace MGen.Fitting.Models;

/// <summary>The size that a chat's message has on the wire, in blocks.</summary>
/// <param name="fileBlocks">Sizes of files in blocks, for media whose size the export does not tell; <c>null</c>: such a file counts nothing.</param>
/// <param name="rules">With <see cref="OriginalRules.FileSizes"/> a draw is added to each message, as bytes.</param>
internal sealed class MessageSizer(SizeDistribution? fileBlocks, OriginalRules rules)
{
    /// <summary>Largest text that fits into one block with what encryption adds (the original's figure), in bytes.</summary>
    public const int OneBlockTextBytes = 112;

    /// <summary>What encryption and padding add to a text of more than one block before it is cut into blocks, in bytes.</summary>
    private const int OverheadBytes = 208;

    /// <summary>Blocks of a message of so many bytes, from 1 to <see cref="WireLimits.MaxBlocks"/>.</summary>
    public static long Blocks(long bytes) =>
        bytes <= OneBlockTextBytes ? 1 : Math.Min((bytes + OverheadBytes) / WireLimits.BlockBytes, WireLimits.MaxBlocks);

    /// <summary>A number of bytes that <see cref="Blocks(long)"/> turns into this number of blocks again.</summary>
    public static uint BytesOf(long blocks) => (uint)(blocks <= 1 ? OneBlockTextBytes : (blocks - 1) * WireLimits.BlockBytes);

    /// <summary>Blocks of one message.</summary>
    public long Draw(in ChatMessage message, ref Xoshiro256 random)
    {
        if (fileBlocks is not null && rules.HasFlag(OriginalRules.FileSizes))
            return Blocks(message.TextBytes + fileBlocks.SampleBlocks(ref random));
        bool isUnknown = message.MediaBytes == ChatMessage.UnknownMediaBytes;
        long media = isUnknown && fileBlocks is not null
            ? (long)fileBlocks.SampleBlocks(ref random) * WireLimits.BlockBytes
            : Math.Max(0, message.MediaBytes);
        return Blocks(message.TextBytes + media);
    }
}
