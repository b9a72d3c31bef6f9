namespace MGen.Wire;

/// <summary>The 64-bit FNV-1a hash (G. Fowler, L. C. Noll, K.-P. Vo; RFC 9923), computed incrementally.</summary>
public static class Fnv1a
{
    /// <summary>The hash of the empty sequence.</summary>
    public const ulong OffsetBasis = 0xCBF29CE484222325;

    private const ulong Prime = 0x100000001B3;

    /// <summary>
    /// Extends a hash: if <paramref name="hash"/> is that of a sequence, returns that of the sequence followed by these
    /// bytes.
    /// </summary>
    public static ulong Add(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
            hash = (hash ^ value) * Prime;
        return hash;
    }
}
