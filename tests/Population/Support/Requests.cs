using MGen.Model.Configuration;
using MGen.Population.Behaviours;
using MGen.Population.Distributions;

namespace MGen.Population.Tests.Support;

/// <summary>Requests that tests modify.</summary>
internal static class Requests
{
    /// <summary>The example tables and behaviour.</summary>
    public static PopulationRequest Example(int users, ulong seed = 1) =>
        new()
        {
            Users = users,
            Seed = seed,
            Dyads = CountDistributionReader.Example(ExampleDistribution.Dyads),
            Groups = CountDistributionReader.Example(ExampleDistribution.Groups),
            GroupSizes = CountDistributionReader.Example(ExampleDistribution.GroupSizes),
            Models = [BehaviourLibrary.Example()],
        };

    /// <summary>The published tables; the test is skipped where they are absent.</summary>
    public static PopulationRequest Published(int users, ulong seed = 1) =>
        Example(users, seed) with
        {
            Dyads = Read("dyadic_count.dat"),
            Groups = Read("group-counts.dat"),
            GroupSizes = Read("group_sizes.no-individual.dat"),
        };

    public static DrawnPopulation Draw(PopulationRequest request) =>
        PopulationDraw.Draw(request, stop: TestContext.Current.CancellationToken);

    public static CountDistribution Always(int value) => CountDistribution.Create([(value, 1.0)]);

    private static CountDistribution Read(string name)
    {
        List<ConfigError> errors = [];
        CountDistribution? law = CountDistributionReader.Read(PublishedTables.PathOf(name), "/", errors);
        Assert.Empty(errors);
        return law!;
    }
}
