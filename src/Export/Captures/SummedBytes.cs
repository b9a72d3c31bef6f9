using System.Buffers.Binary;
using System.Runtime.InteropServices;
using MGen.Wire;

namespace MGen.Export.Captures;

/// <summary>
/// Bytes that look encrypted, with the checksum of any part of them at the cost of a subtraction: whoever copies a part
/// need not read it again.
/// </summary>
internal sealed class SummedBytes
{
    private readonly byte[] _bytes;
    private readonly uint[] _sums; // of the words before each word

    /// <summary>Makes the bytes, always the same.</summary>
    /// <param name="length">Their number: a multiple of 8, at most 131,072, so that a sum fits 32 bits.</param>
    public SummedBytes(int length)
    {
        _bytes = new byte[length];
        ulong state = Fnv1a.OffsetBasis;
        for (int i = 0; i < length; i += sizeof(ulong))
        {
            state ^= state << 13; // xorshift64: the bytes only have to look encrypted
            state ^= state >> 7;
            state ^= state << 17;
            BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(i), state);
        }
        ReadOnlySpan<ushort> words = MemoryMarshal.Cast<byte, ushort>(_bytes.AsSpan());
        _sums = new uint[words.Length + 1];
        for (int i = 0; i < words.Length; i++)
            _sums[i + 1] = _sums[i] + words[i];
    }

    /// <summary>Copies the part that begins at <paramref name="start"/>.</summary>
    /// <returns>The part's <see cref="InternetChecksum.Sum"/>.</returns>
    public uint CopyTo(Span<byte> room, int start)
    {
        if (room.IsEmpty)
            return 0;
        _bytes.AsSpan(start, room.Length).CopyTo(room);
        int end = start + room.Length;
        uint sum = InternetChecksum.Fold(_sums[end / 2] - _sums[(start + 1) / 2]); // the whole words between both ends
        if (end % 2 != 0)
            sum += InternetChecksum.FirstOfWord(_bytes[end - 1]);
        if (start % 2 != 0)
            sum += InternetChecksum.At(InternetChecksum.FirstOfWord(_bytes[start]), 1); // the second byte of a word
        return InternetChecksum.At(InternetChecksum.Fold(sum), start);
    }
}
