using MGen.Model.Randomness;

namespace MGen.Model.Tests.Randomness;

public sealed class FxHashTests
{
    [Theory]
    [InlineData("Alice", "group1", 6916)]
    [InlineData("Bob", "group1", 7041)]
    [InlineData("user0", "group0", 8050)]
    public void StaggerMilliseconds_KnownPair_MatchesTheOriginal(string user, string group, int expected)
    {
        Assert.Equal(expected, FxHash.StaggerMilliseconds(user, group));
    }

    /// <summary>Lengths 0 to 15 take every branch for the bytes that are left after whole words.</summary>
    [Fact]
    public void Hash_PrefixesOfAName_AllDiffer()
    {
        IEnumerable<ulong> hashes = Enumerable
            .Range(0, 16)
            .Select(length => FxHash.Hash("0123456789abcdef"[..length], "g"));
        Assert.Equal(16, hashes.Distinct().Count());
    }
}
