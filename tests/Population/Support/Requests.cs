using MGen.Model.Configuration;
using MGen.Population.Behaviours;
using MGen.Population.Laws;

namespace MGen.Population.Tests.Support;

/// <summary>Requests that tests vary.</summary>
internal static class Requests
{
    /// <summary>The example tables and behaviour.</summary>
    public static PopulationRequest Example(int users, ulong seed = 1) => new()
    {
        Users = users,
        Seed = seed,
        Dyads = CountLawReader.Example(ExampleLaw.Dyads),
        Groups = CountLawReader.Example(ExampleLaw.Groups),
        GroupSizes = CountLawReader.Example(ExampleLaw.GroupSizes),
        Models = [BehaviourLibrary.Example()],
    };

    /// <summary>The published tables, where they are.</summary>
    public static PopulationRequest Published(int users, ulong seed = 1) => Example(users, seed) with
    {
        Dyads = Read("dyadic_count.dat"),
        Groups = Read("group-counts.dat"),
        GroupSizes = Read("group_sizes.no-individual.dat"),
    };

    public static DrawnPopulation Draw(PopulationRequest request) => PopulationDraw.Draw(request, stop: TestContext.Current.CancellationToken);

    public static CountLaw Always(int value) => CountLaw.Create([(value, 1.0)]);

    private static CountLaw Read(string name)
    {
        List<ConfigError> errors = [];
        CountLaw? law = CountLawReader.Read(PublishedTables.PathOf(name), "/", errors);
        Assert.Empty(errors);
        return law!;
    }
}
