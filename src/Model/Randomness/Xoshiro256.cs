using System.Numerics;

namespace MGen.Model.Randomness;

/// <summary>
/// The generator of all draws: xoshiro256** 1.0 (D. Blackman, S. Vigna, "Scrambled linear pseudorandom number
/// generators", ACM TOMS 47(4), 2021). Period 2^256 - 1, 32 bytes of state, no allocation. A mutable value: pass it by
/// <c>ref</c>, since a copy repeats the same draws.
/// </summary>
/// <remarks>
/// <c>default</c> is invalid, because a state of zeros never changes. Create a generator by <see cref="FromSeed"/> or
/// <see cref="ConversationSeed"/>.
/// </remarks>
public struct Xoshiro256
{
    private const double UnitOf53Bits = 1.0 / (1UL << 53);

    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>Creates a generator with exactly this state, in which at least one word must not be 0.</summary>
    internal Xoshiro256(ulong s0, ulong s1, ulong s2, ulong s3)
    {
        _s0 = s0;
        _s1 = s1;
        _s2 = s2;
        _s3 = s3;
    }

    /// <summary>
    /// Creates a generator from four outputs of SplitMix64, as the authors of xoshiro256** recommend. Every seed is
    /// valid, 0 included.
    /// </summary>
    public static Xoshiro256 FromSeed(ulong seed)
    {
        SplitMix64 expander = new(seed);
        return new Xoshiro256(expander.Next(), expander.Next(), expander.Next(), expander.Next());
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A multiple of 2^-53, uniform in [0, 1).</summary>
    public double NextDouble() => (NextUInt64() >> 11) * UnitOf53Bits;

    /// <summary>A multiple of 2^-53, uniform in (0, 1]: its logarithm is finite.</summary>
    public double NextOpenDouble() => ((NextUInt64() >> 11) + 1) * UnitOf53Bits;

    /// <summary>
    /// A number uniform in [0, <paramref name="bound"/>), without bias. Takes one draw of 64 bits, and repeats it with
    /// a probability below bound / 2^64 (D. Lemire, "Fast random integer generation in an interval", ACM TOMACS 29(1),
    /// 2019).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is 0.</exception>
    public ulong NextBelow(ulong bound)
    {
        ArgumentOutOfRangeException.ThrowIfZero(bound);
        ulong result = Math.BigMul(NextUInt64(), bound, out ulong fraction);
        if (fraction >= bound)
            return result;

        ulong biased = (0 - bound) % bound; // 2^64 mod bound: smaller fractions would favour some results
        while (fraction < biased)
            result = Math.BigMul(NextUInt64(), bound, out fraction);
        return result;
    }
}

/// <summary>
/// Expands one word into many dissimilar words: SplitMix64 (G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom
/// number generators", OOPSLA 2014, with the constants of Stafford's mix 13). Only seeds <see cref="Xoshiro256"/>.
/// </summary>
internal struct SplitMix64(ulong state)
{
    private ulong _state = state;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
