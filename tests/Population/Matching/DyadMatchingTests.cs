using FsCheck.Xunit;
using MGen.Model.Randomness;
using MGen.Population.Matching;

namespace MGen.Population.Tests.Matching;

public sealed class DyadMatchingTests
{
    /// <summary>
    /// For any degrees: every user has the requested number of pairs, apart from those in which the user is the silent
    /// partner, and no user is paired with themselves.
    /// </summary>
    [Property(MaxTest = 300)]
    public void Match_AnyDegrees_AreMet(byte[] raw, uint seed)
    {
        int[] degrees = [.. raw.Select(degree => degree % 40), 0, 0];
        MatchedGroups pairs = Match(degrees, seed);

        Assert.All(Pairs(pairs), pair => Assert.NotEqual(pair.One, pair.Other));
        Assert.Equal(degrees, Seatings.Degrees(pairs, degrees.Length));
    }

    /// <summary>
    /// This many users can be paired without repeated pairs, with a silent partner only for an odd slot.
    /// </summary>
    [Property(MaxTest = 100)]
    public void Match_DegreesFarBelowUsers_HaveEachPairOnce(uint seed)
    {
        int[] degrees = [.. Enumerable.Range(0, 100).Select(user => (int)((user + seed) % 20))];
        MatchedGroups pairs = Match(degrees, seed);

        Assert.Equal(Pairs(pairs).Count, Pairs(pairs).Distinct().Count());
        Assert.Equal(degrees.Sum() % 2, pairs.Silent.Count);
    }

    /// <summary>
    /// Seven users who each want six others: the complete graph is the only solution. Random exchanges alone rarely
    /// find it.
    /// </summary>
    [Fact]
    public void Match_CompleteGraph_NeedsNoSilentMembers()
    {
        MatchedGroups pairs = Match([6, 6, 6, 6, 6, 6, 6], seed: 5);

        Assert.Equal(21, Pairs(pairs).Count);
        Assert.Empty(pairs.Silent);
        Assert.All(Pairs(pairs), pair => Assert.NotEqual(pair.One, pair.Other));
    }

    [Fact]
    public void Match_OneUserWantsMoreThanAllOthers_IsGivenSilentPartners()
    {
        MatchedGroups pairs = Match([10, 1, 0], seed: 1);

        Assert.Equal([10, 1, 0], Seatings.Degrees(pairs, 3));
        Assert.Equal(9, pairs.Silent.Count);
    }

    [Fact]
    public void Match_SameSeed_IsTheSame()
    {
        int[] degrees = [.. Enumerable.Range(0, 500).Select(user => user % 30)];

        Assert.Equal(Match(degrees, 9).Members, Match(degrees, 9).Members);
        Assert.NotEqual(Match(degrees, 9).Members, Match(degrees, 10).Members);
    }

    private static MatchedGroups Match(int[] degrees, uint seed) =>
        DyadMatching.Match(degrees, Xoshiro256.FromSeed(seed));

    private static List<(int One, int Other)> Pairs(MatchedGroups pairs) =>
        [.. pairs.Members.Chunk(2).Select(pair => (Math.Min(pair[0], pair[1]), Math.Max(pair[0], pair[1])))];
}
