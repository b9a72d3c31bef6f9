using MGen.Model.Randomness;

namespace MGen.Model.Tests.Randomness;

public sealed class ConversationSeedTests
{
    /// <summary>
    /// Computed by another program from the documented recipe. These must never change, since published seeds depend on
    /// them.
    /// </summary>
    [Theory]
    [InlineData(0UL, "", "", new ulong[] { 11672972524427167690, 2420080578745918701, 10505858516924777132 })]
    [InlineData(
        42UL,
        "Alice",
        "group1",
        new ulong[] { 17164927493550732692, 11342891758340387106, 4350728156663825153 }
    )]
    [InlineData(42UL, "Zoë", "g", new ulong[] { 11006637718334801122, 346342745987002841, 10176035722548127315 })]
    public void Create_SeedUserGroup_FollowsTheRecipe(ulong seed, string user, string group, ulong[] expected)
    {
        Xoshiro256 random = ConversationSeed.Create(seed, user, group);
        Assert.All(expected, value => Assert.Equal(value, random.NextUInt64()));
    }

    [Fact]
    public void Create_AnyPartDiffers_DrawsDiffer()
    {
        ulong[] first =
        [
            FirstDraw(1, "ab", "c"),
            FirstDraw(2, "ab", "c"),
            FirstDraw(1, "a", "bc"),
            FirstDraw(1, "c", "ab"),
            FirstDraw(1, "ab", "d"),
        ];
        Assert.Equal(first.Length, first.Distinct().Count());
    }

    /// <summary>
    /// A conversation's draws are a function of its own names, so a larger population repeats the draws of a smaller
    /// one.
    /// </summary>
    [Fact]
    public void Create_UsersAdded_OthersKeepTheirDraws()
    {
        ulong[] few = [.. Population(10)];
        ulong[] many = [.. Population(1000)];

        Assert.Equal(few, many[..10]);
        Assert.Equal(many.Length, many.Distinct().Count());
    }

    private static IEnumerable<ulong> Population(int users) =>
        Enumerable.Range(0, users).Select(user => FirstDraw(7, $"user{user}", "group0"));

    private static ulong FirstDraw(ulong seed, string user, string group) =>
        ConversationSeed.Create(seed, user, group).NextUInt64();
}
