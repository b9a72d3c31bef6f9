using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MGen.Export.Captures;

/// <summary>
/// Parts of the checksum of RFC 1071, the ones' complement of the ones' complement sum of 16-bit words. Words are added
/// as they lie in memory, in the machine's byte order: by 2(B) there, the sum then lies right, too.
/// </summary>
internal static class InternetChecksum
{
    /// <summary>
    /// The sum of the words of at most 64 KiB, at most 16 bits wide; an odd last byte is followed by a zero.
    /// </summary>
    public static uint Sum(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<Vector<uint>> vectors = MemoryMarshal.Cast<byte, Vector<uint>>(bytes);
        Vector<uint> sums = Vector<uint>.Zero;
        Vector<uint> lowerWord = new(ushort.MaxValue);
        foreach (Vector<uint> vector in vectors)
            // Of at most 2^14 numbers, each less than 2^17: 32 bits are enough.
            sums += (vector & lowerWord) + (vector >>> 16);
        uint sum = Vector.Sum(sums);
        bytes = bytes[(vectors.Length * Vector<byte>.Count)..];
        foreach (ushort word in MemoryMarshal.Cast<byte, ushort>(bytes))
            sum += word;
        if (bytes.Length % 2 != 0)
            sum += FirstOfWord(bytes[^1]);
        return Fold(sum);
    }

    /// <summary>
    /// What a part of a text adds to the text's sum, from the part's own sum: bytes that begin at an odd position are
    /// the other halves of their words (RFC 1071, 2(B)).
    /// </summary>
    /// <param name="sum">The part's sum, at most 16 bits wide.</param>
    /// <param name="position">Where the part begins.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint At(uint sum, int position) =>
        (position & 1) == 0 ? sum : BinaryPrimitives.ReverseEndianness((ushort)sum);

    /// <summary>The word whose first byte in memory this is, and whose second is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint FirstOfWord(byte value) => BitConverter.IsLittleEndian ? value : (uint)value << 8;

    /// <summary>The two words of a number, added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Words(uint number) => (number & ushort.MaxValue) + (number >> 16);

    /// <summary>The ones' complement sum of the two words of a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Fold(uint sum)
    {
        sum = Words(sum);
        return (ushort)Words(sum);
    }
}
