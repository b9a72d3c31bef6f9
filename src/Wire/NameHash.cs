namespace MGen.Wire;

/// <summary>A hash that is the same in every process, on every machine and in every version: what is shared out by it is found again.</summary>
public static class NameHash
{
    /// <summary><see cref="Fnv1a"/>, finished as in MurmurHash3 (fmix64) so that names that differ in their last letter spread.</summary>
    /// <param name="bytes">What to hash.</param>
    /// <param name="seed">Another seed is another hash; 0 is plain FNV-1a before the finish.</param>
    public static ulong Of(ReadOnlySpan<byte> bytes, uint seed = 0)
    {
        ulong hash = Fnv1a.Add(Fnv1a.OffsetBasis ^ (seed * 0x9E3779B97F4A7C15), bytes);
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        return hash ^ (hash >> 33);
    }
}
