using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace MGen.Model.Randomness;

/// <summary>
/// The hash by which the original staggers its clients' starts: rustc-hash 1.x on a 64-bit machine, of a pair of
/// strings. Reproduced bit for bit, so that the conversations of a published run wake up in the same order. It is weak;
/// no draw depends on it.
/// </summary>
public static class FxHash
{
    private const ulong Multiplier = 0x517CC1B727220A95;
    private const byte EndOfString = 0xFF;
    private const ulong StaggerRangeMilliseconds = 10_000;

    /// <summary>The wait before a client's conversation connects and bootstraps, in milliseconds: 0 to 9,999.</summary>
    public static int StaggerMilliseconds(string user, string group) =>
        (int)(Hash(user, group) % StaggerRangeMilliseconds);

    /// <summary>
    /// The hash of (<paramref name="user"/>, <paramref name="group"/>) as UTF-8, each followed by a byte 0xFF.
    /// </summary>
    public static ulong Hash(string user, string group) => AddString(AddString(0, user), group);

    private static ulong AddString(ulong hash, string text) =>
        AddWord(AddBytes(hash, Encoding.UTF8.GetBytes(text)), EndOfString);

    private static ulong AddBytes(ulong hash, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= 8; bytes = bytes[8..])
            hash = AddWord(hash, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        if (bytes.Length >= 4)
        {
            hash = AddWord(hash, BinaryPrimitives.ReadUInt32LittleEndian(bytes));
            bytes = bytes[4..];
        }

        if (bytes.Length >= 2)
        {
            hash = AddWord(hash, BinaryPrimitives.ReadUInt16LittleEndian(bytes));
            bytes = bytes[2..];
        }

        return bytes.IsEmpty ? hash : AddWord(hash, bytes[0]);
    }

    private static ulong AddWord(ulong hash, ulong word) => (BitOperations.RotateLeft(hash, 5) ^ word) * Multiplier;
}
