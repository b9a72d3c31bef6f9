using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using MGen.Wire;

namespace MGen.Model.Randomness;

/// <summary>
/// One generator per (run seed, user, group). A conversation's draws depend on nothing else, so they do not change when
/// users are added, moved to another process or run in another order.
/// </summary>
/// <remarks>
/// The derivation is a contract, because published seeds must give the same draws again. The generator is
/// <see cref="Xoshiro256.FromSeed"/> of the <see cref="Fnv1a"/> hash of these bytes: the seed (8 bytes), then user and
/// group, each as the length of its UTF-8 in bytes (4 bytes) followed by the UTF-8. Numbers are little-endian. The
/// lengths distinguish ("ab", "c") from ("a", "bc"). With a million conversations, two of them share a generator with
/// probability 3e-8.
/// </remarks>
public static class ConversationSeed
{
    /// <summary>
    /// The generator of <paramref name="user"/>'s conversation in <paramref name="group"/>, in a run with
    /// <paramref name="seed"/>.
    /// </summary>
    public static Xoshiro256 Create(ulong seed, string user, string group) =>
        Xoshiro256.FromSeed(Hash(seed, user, group));

    /// <summary>
    /// The seed that <see cref="Create"/> uses. Other random values of a conversation, such as a simulated network's
    /// delays, are derived from this seed, too.
    /// </summary>
    public static ulong Hash(ulong seed, string user, string group)
    {
        Span<byte> seedBytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(seedBytes, seed);
        return AddName(AddName(Fnv1a.Add(Fnv1a.OffsetBasis, seedBytes), user), group);
    }

    private static ulong AddName(ulong hash, string name)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(name);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, utf8.Length);
        return Fnv1a.Add(Fnv1a.Add(hash, length), utf8);
    }
}

/// <summary>
/// The hash by which the original staggers its clients' starts: rustc-hash 1.x on a 64-bit machine, of a pair of
/// strings. It is reproduced bit for bit, so that the conversations of a published run wake up in the same order. The
/// hash is weak, but no draw depends on it.
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
