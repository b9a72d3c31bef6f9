using MGen.Fitting.Chats;
using MGen.Model.Distributions;
using MGen.Model.Randomness;
using MGen.Wire;

namespace MGen.Fitting.Models;

/// <summary>Computes the size of a message on the wire, in blocks.</summary>
/// <param name="fileBlocks">
/// Distribution of file sizes in blocks, for media whose size the export does not give; <c>null</c>: such a file adds
/// nothing.
/// </param>
/// <param name="rules">
/// With <see cref="OriginalRules.FileSizes"/> an error of the original is repeated: a size drawn in blocks is added to
/// every message as bytes.
/// </param>
internal sealed class MessageSizer(SizeDistribution? fileBlocks, OriginalRules rules)
{
    /// <summary>
    /// Longest text that fits into one block with the overhead of encryption, in bytes (the original's number).
    /// </summary>
    public const int OneBlockTextBytes = 112;

    /// <summary>
    /// Bytes that encryption and padding add to a text of more than one block before it is divided into blocks.
    /// </summary>
    private const int OverheadBytes = 208;

    /// <summary>
    /// Number of blocks of a message of <paramref name="bytes"/> bytes, from 1 to <see cref="WireLimits.MaxBlocks"/>.
    /// </summary>
    public static long Blocks(long bytes) =>
        bytes <= OneBlockTextBytes
            ? 1
            : Math.Min((bytes + OverheadBytes) / WireLimits.BlockBytes, WireLimits.MaxBlocks);

    /// <summary>A number of bytes for which <see cref="Blocks(long)"/> returns <paramref name="blocks"/>.</summary>
    public static uint BytesOf(long blocks) =>
        (uint)(blocks <= 1 ? OneBlockTextBytes : (blocks - 1) * WireLimits.BlockBytes);

    /// <summary>
    /// Number of blocks of one message. Draws from the file sizes if the size of its media is unknown.
    /// </summary>
    public long Draw(in ChatMessage message, ref Xoshiro256 random)
    {
        if (fileBlocks is not null && rules.HasFlag(OriginalRules.FileSizes))
            return Blocks(message.TextBytes + fileBlocks.SampleBlocks(ref random));
        bool isUnknown = message.MediaBytes == ChatMessage.UnknownMediaBytes;
        long media =
            isUnknown && fileBlocks is not null
                ? (long)fileBlocks.SampleBlocks(ref random) * WireLimits.BlockBytes
                : Math.Max(0, message.MediaBytes);
        return Blocks(message.TextBytes + media);
    }
}
