using System.Buffers.Binary;
using System.Security.Cryptography;

namespace MGen.Runs;

/// <summary>The seed of a run for which none was asked: drawn from the system's entropy, and to be printed.</summary>
public static class EntropySeed
{
    /// <summary>Below this a seed is short enough to be typed.</summary>
    private const int ShortLimit = 1_000_000;

    /// <summary>Any seed.</summary>
    public static ulong Draw() =>
        BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    /// <summary>A seed of at most six digits, for people.</summary>
    public static ulong DrawShort() => (ulong)RandomNumberGenerator.GetInt32(ShortLimit);
}
