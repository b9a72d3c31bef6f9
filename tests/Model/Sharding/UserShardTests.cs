using System.Globalization;
using MGen.Model.Configuration;

namespace MGen.Model.Tests.Sharding;

public sealed class UserShardTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    public void Holds_AllShards_EveryUserIsInExactlyOneAndTheyAreAboutEven(int count)
    {
        UserShard[] shards = [.. Enumerable.Range(1, count).Select(number => new UserShard(number, count))];
        string[] users =
        [
            .. Enumerable.Range(0, 16_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"user{i}")),
        ];

        Assert.All(users, user => Assert.Single(shards, shard => shard.Holds(user)));

        // Fixed names, so the outcome does not vary. Six standard deviations of a uniform spread.
        double expected = (double)users.Length / count,
            slack = 6 * Math.Sqrt(expected);
        Assert.All(shards, shard => Assert.InRange(users.Count(shard.Holds), expected - slack, expected + slack));
    }

    [Theory]
    [InlineData("alice", 3)]
    [InlineData("bob", 2)]
    [InlineData("Ünïcödé", 1)]
    public void Holds_KnownUser_IsTheSameInEveryVersion(string user, int shardOfThree) =>
        Assert.True(new UserShard(shardOfThree, 3).Holds(user));

    [Theory]
    [InlineData("1/1", 1, 1)]
    [InlineData("3/7", 3, 7)]
    public void TryParse_Good_IsRead(string text, int number, int count)
    {
        Assert.True(UserShard.TryParse(text, out UserShard shard));
        Assert.Equal(new UserShard(number, count), shard);
        Assert.Equal(text, shard.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0/3")]
    [InlineData("4/3")]
    [InlineData("1")]
    [InlineData("1/2/3")]
    [InlineData("-1/3")]
    [InlineData("1/100001")]
    [InlineData("a/b")]
    public void TryParse_Bad_IsRefused(string text) => Assert.False(UserShard.TryParse(text, out _));
}
