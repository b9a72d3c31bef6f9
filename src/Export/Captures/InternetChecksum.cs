using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MGen.Wire;

namespace MGen.Export.Captures;

/// <summary>
/// Computes parts of the Internet checksum (RFC 1071): the ones' complement of the ones' complement sum of 16-bit
/// words. Words are added in the machine's byte order; by RFC 1071, 2(B), the sum then has the right byte order in
/// memory.
/// </summary>
internal static class InternetChecksum
{
    /// <summary>
    /// The sum of the words of at most 64 KiB, folded to 16 bits. A last odd byte is padded with a zero byte.
    /// </summary>
    public static uint Sum(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<Vector<uint>> vectors = MemoryMarshal.Cast<byte, Vector<uint>>(bytes);
        Vector<uint> sums = Vector<uint>.Zero;
        Vector<uint> lowerWord = new(ushort.MaxValue);
        foreach (Vector<uint> vector in vectors)
            // At most 2^14 addends below 2^17: the sum fits in 32 bits.
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
    /// The contribution of a part of a buffer to the sum of the buffer. For a part at an odd position the two bytes of
    /// the part's own sum are swapped (RFC 1071, 2(B)).
    /// </summary>
    /// <param name="sum">The sum of the part, folded to 16 bits.</param>
    /// <param name="position">The position of the part in the buffer.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint At(uint sum, int position) =>
        (position & 1) == 0 ? sum : BinaryPrimitives.ReverseEndianness((ushort)sum);

    /// <summary>The word in memory that has this first byte and a second byte of 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint FirstOfWord(byte value) => BitConverter.IsLittleEndian ? value : (uint)value << 8;

    /// <summary>The sum of the two words of a number.</summary>
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

/// <summary>
/// Pseudo-random bytes with prefix sums of their words. The checksum of any part costs one subtraction, so copied bytes
/// are not read again.
/// </summary>
internal sealed class SummedBytes
{
    private readonly byte[] _bytes;
    private readonly uint[] _sums; // element i is the sum of the first i words

    /// <summary>Generates the bytes; they are always the same.</summary>
    /// <param name="length">
    /// The number of bytes: a multiple of 8, at most 131,072, so that a sum fits in 32 bits.
    /// </param>
    public SummedBytes(int length)
    {
        _bytes = new byte[length];
        ulong state = Fnv1a.OffsetBasis;
        for (int i = 0; i < length; i += sizeof(ulong))
        {
            state ^= state << 13; // xorshift64 is enough: the bytes only have to look encrypted
            state ^= state >> 7;
            state ^= state << 17;
            BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(i), state);
        }
        ReadOnlySpan<ushort> words = MemoryMarshal.Cast<byte, ushort>(_bytes.AsSpan());
        _sums = new uint[words.Length + 1];
        for (int i = 0; i < words.Length; i++)
            _sums[i + 1] = _sums[i] + words[i];
    }

    /// <summary>Copies the bytes from <paramref name="start"/> on.</summary>
    /// <returns>The <see cref="InternetChecksum.Sum"/> of the copied bytes.</returns>
    public uint CopyTo(Span<byte> room, int start)
    {
        if (room.IsEmpty)
            return 0;
        _bytes.AsSpan(start, room.Length).CopyTo(room);
        int end = start + room.Length;
        uint sum = InternetChecksum.Fold(_sums[end / 2] - _sums[(start + 1) / 2]); // the whole words between the ends
        if (end % 2 != 0)
            sum += InternetChecksum.FirstOfWord(_bytes[end - 1]);
        if (start % 2 != 0)
            sum += InternetChecksum.At(InternetChecksum.FirstOfWord(_bytes[start]), 1); // the second byte of a word
        return InternetChecksum.At(InternetChecksum.Fold(sum), start);
    }
}
