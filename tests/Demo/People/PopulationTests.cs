using MGen.Demo.People;

namespace MGen.Demo.Tests.People;

public sealed class PopulationTests
{
    [Fact]
    public void Draw_SameSeed_SamePeople()
    {
        Assert.Equal(Text(Population.Draw(50, 42)), Text(Population.Draw(50, 42)));
        Assert.Equal(Population.Draw(50, 42).ConfigHash, Population.Draw(50, 42).ConfigHash);
    }

    [Fact]
    public void Draw_OtherSeed_OtherPeople()
    {
        Assert.NotEqual(Text(Population.Draw(50, 42)), Text(Population.Draw(50, 43)));
        Assert.NotEqual(Population.Draw(50, 42).ConfigHash, Population.Draw(50, 43).ConfigHash);
    }

    /// <summary>Published seeds must repeat: a change here affects everybody who has published one.</summary>
    [Fact]
    public void Draw_KnownSeed_KnownGroups() =>
        Assert.Equal(
            """
            ava-cleo: ava cleo
            ava-dev: ava dev
            ava-ella: ava ella
            ben-dev: ben dev
            ben-ella: ben ella
            cleo-finn: cleo finn
            ella-gia: ella gia
            finn-gia: finn gia
            family: ava ben cleo dev ella finn gia
            """,
            Text(Population.Draw(7, 42))
        );

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(20)]
    [InlineData(501)]
    public void Draw_AnySize_EverybodyTalksInGroupsOfTwoToEight(int users)
    {
        Population population = Population.Draw(users, 1);

        Assert.Equal(users, population.Users.Distinct().Count());
        Assert.Equal(population.Users.ToHashSet(), population.Groups.SelectMany(group => group.Members).ToHashSet());
        Assert.Equal(population.Groups.Count, population.Groups.DistinctBy(group => group.Name).Count());
        Assert.All(
            population.Groups,
            group =>
            {
                Assert.InRange(group.Members.Count, 2, Population.MaxGroupSize);
                Assert.Equal(group.Members.Count, group.Members.Distinct().Count());
            }
        );
    }

    private static string Text(Population population) =>
        string.Join('\n', population.Groups.Select(group => $"{group.Name}: {string.Join(' ', group.Members)}"));
}
