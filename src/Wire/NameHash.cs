namespace MGen.Wire;

/// <summary>
/// A hash that is equal in all processes, on all machines and in all versions, so that shares computed from it agree.
/// </summary>
public static class NameHash
{
    /// <summary>
    /// <see cref="Fnv1a"/> followed by the finaliser of MurmurHash3 (fmix64), which spreads names that differ only in
    /// their last letters.
    /// </summary>
    /// <param name="bytes">The bytes to hash.</param>
    /// <param name="seed">Selects another hash function; 0 is plain FNV-1a before the finaliser.</param>
    public static ulong Compute(ReadOnlySpan<byte> bytes, uint seed = 0)
    {
        ulong hash = Fnv1a.Add(Fnv1a.OffsetBasis ^ (seed * 0x9E3779B97F4A7C15), bytes);
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        return hash ^ (hash >> 33);
    }
}

/// <summary>The 64-bit FNV-1a hash (G. Fowler, L. C. Noll, K.-P. Vo; RFC 9923), computed incrementally.</summary>
public static class Fnv1a
{
    /// <summary>The hash of the empty sequence.</summary>
    public const ulong OffsetBasis = 0xCBF29CE484222325;

    private const ulong Prime = 0x100000001B3;

    /// <summary>Extends the hash of a sequence: returns the hash of the sequence followed by these bytes.</summary>
    public static ulong Add(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
            hash = (hash ^ value) * Prime;
        return hash;
    }
}
