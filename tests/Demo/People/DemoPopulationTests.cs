using MGen.Demo.People;

namespace MGen.Demo.Tests.People;

public sealed class DemoPopulationTests
{
    [Fact]
    public void Draw_SameSeed_SamePeople()
    {
        Assert.Equal(Text(DemoPopulation.Draw(50, 42)), Text(DemoPopulation.Draw(50, 42)));
        Assert.Equal(DemoPopulation.Draw(50, 42).ConfigHash, DemoPopulation.Draw(50, 42).ConfigHash);
    }

    [Fact]
    public void Draw_OtherSeed_OtherPeople()
    {
        Assert.NotEqual(Text(DemoPopulation.Draw(50, 42)), Text(DemoPopulation.Draw(50, 43)));
        Assert.NotEqual(DemoPopulation.Draw(50, 42).ConfigHash, DemoPopulation.Draw(50, 43).ConfigHash);
    }

    /// <summary>Published seeds must repeat: a change here affects everybody who has published one.</summary>
    [Fact]
    public void Draw_KnownSeed_KnownGroups() =>
        Assert.Equal(
            """
            ava-dev: ava dev
            ava-ella: ava ella
            ben-cleo: ben cleo
            ben-dev: ben dev
            cleo-finn: cleo finn
            ella-gia: ella gia
            family: ava cleo ella gia
            finn-gia: finn gia
            hiking: ben cleo dev finn
            """,
            Text(DemoPopulation.Draw(7, 42))
        );

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(20)]
    [InlineData(501)]
    public void Draw_AnySize_EachUserIsInGroupsOfTwoToEight(int users)
    {
        DemoPopulation population = DemoPopulation.Draw(users, 1);

        Assert.Equal(users, population.Users.Distinct().Count());
        Assert.Equal(population.Users.ToHashSet(), population.Groups.SelectMany(group => group.Members).ToHashSet());
        Assert.Equal(population.Groups.Count, population.Groups.DistinctBy(group => group.Name).Count());
        Assert.All(
            population.Groups,
            group =>
            {
                Assert.InRange(group.Members.Count, 2, DemoPopulation.MaxGroupSize);
                Assert.Equal(group.Members.Count, group.Members.Distinct().Count());
            }
        );
    }

    private static string Text(DemoPopulation population) =>
        string.Join(
            '\n',
            population
                .Groups.Select(group => $"{group.Name}: {string.Join(' ', group.Members)}")
                .Order(StringComparer.Ordinal)
        );
}
