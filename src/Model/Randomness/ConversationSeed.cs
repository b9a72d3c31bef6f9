using System.Buffers.Binary;
using System.Text;
using MGen.Wire;

namespace MGen.Model.Randomness;

/// <summary>
/// One generator per (run seed, user, group). A conversation's draws depend on nothing else, so they do not change when
/// users are added, moved to another process or run in another order.
/// </summary>
/// <remarks>
/// A contract, since published seeds must repeat: the generator is <see cref="Xoshiro256.FromSeed"/> of the
/// <see cref="Fnv1a"/> hash of these bytes: the seed (8 bytes), then user and group, each as its length in bytes (4
/// bytes) and its UTF-8. Numbers are little-endian. The lengths distinguish ("ab", "c") from ("a", "bc"). With a
/// million conversations, two of them share a generator with probability 3e-8.
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
    /// delays, derive from it, too.
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
