using MGen.Model.Randomness;

namespace MGen.Model.Tests.Randomness;

public sealed class Xoshiro256Tests
{
    [Fact]
    public void NextUInt64_ReferenceState_MatchesTheAuthorsVectors()
    {
        Xoshiro256 random = new(1, 2, 3, 4);
        ulong[] expected =
        [
            11520,
            0,
            1509978240,
            1215971899390074240,
            1216172134540287360,
            607988272756665600,
            16172922978634559625,
            8476171486693032832,
            10595114339597558777,
            2904607092377533576,
        ];

        Assert.All(expected, value => Assert.Equal(value, random.NextUInt64()));
    }

    [Fact]
    public void FromSeed_Zero_IsExpandedBySplitMix64()
    {
        SplitMix64 expander = new(0);
        Xoshiro256 expanded = new(expander.Next(), expander.Next(), expander.Next(), expander.Next());
        Xoshiro256 random = Xoshiro256.FromSeed(0);

        Assert.Equal(expanded.NextUInt64(), random.NextUInt64());
        Assert.Equal(expanded.NextUInt64(), random.NextUInt64());
    }

    [Fact]
    public void SplitMix64_ReferenceSeed_MatchesThePublishedVectors()
    {
        SplitMix64 expander = new(1477776061723855037);
        ulong[] expected =
        [
            1985237415132408290,
            2979275885539914483,
            13511426838097143398,
            8488337342461049707,
            15141737807933549159,
        ];

        Assert.All(expected, value => Assert.Equal(value, expander.Next()));
    }

    [Theory]
    [InlineData(0UL, 0.0)]
    [InlineData(ulong.MaxValue, 1 - (1.0 / (1UL << 53)))]
    public void NextDouble_ExtremeBits_StaysBelowOne(ulong bits, double expected)
    {
        Xoshiro256 random = YieldingFirst(bits);
        Assert.Equal(expected, random.NextDouble());
    }

    [Theory]
    [InlineData(0UL, 1.0 / (1UL << 53))]
    [InlineData(ulong.MaxValue, 1.0)]
    public void NextOpenDouble_ExtremeBits_StaysAboveZero(ulong bits, double expected)
    {
        Xoshiro256 random = YieldingFirst(bits);
        Assert.Equal(expected, random.NextOpenDouble());
    }

    [Fact]
    public void NextBelow_Zero_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Xoshiro256.FromSeed(1).NextBelow(0));
    }

    [Fact]
    public void NextBelow_One_IsZero()
    {
        Xoshiro256 random = Xoshiro256.FromSeed(1);
        Assert.Equal(0UL, random.NextBelow(1));
    }

    /// <summary>
    /// With the bound 2^63 + 1 about every second draw is rejected, the largest share of all bounds; the values remain
    /// uniform.
    /// </summary>
    [Fact]
    public void NextBelow_BoundWithMostBias_IsUniform()
    {
        const ulong Bound = (1UL << 63) + 1;
        const int Draws = 100_000;
        Xoshiro256 random = Xoshiro256.FromSeed(1);

        int[] thirds = new int[3];
        for (int i = 0; i < Draws; i++)
            thirds[random.NextBelow(Bound) / ((Bound / 3) + 1)]++;

        double sigma = Math.Sqrt(Draws * (1.0 / 3) * (2.0 / 3));
        Assert.All(thirds, count => Assert.InRange(count, (Draws / 3.0) - (6 * sigma), (Draws / 3.0) + (6 * sigma)));
    }

    /// <summary>The scrambler is invertible: s1 = bits / 9, rotated back, / 5, with division modulo 2^64.</summary>
    private static Xoshiro256 YieldingFirst(ulong bits)
    {
        const ulong InverseOf9 = 0x8E38E38E38E38E39;
        const ulong InverseOf5 = 0xCCCCCCCCCCCCCCCD;
        ulong s1 = ulong.RotateRight(bits * InverseOf9, 7) * InverseOf5;
        return new Xoshiro256(1, s1, 0, 0);
    }
}
