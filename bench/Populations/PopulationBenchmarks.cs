using BenchmarkDotNet.Attributes;
using MGen.Population;
using MGen.Population.Behaviours;
using MGen.Population.Distributions;

namespace MGen.Bench.Populations;

/// <summary>
/// Drawing a population of the example tables, whose users draw about 35 slots of dyads and 7 of groups each. The cost
/// per user must not grow with the number of users.
/// </summary>
[MemoryDiagnoser]
public class PopulationBenchmarks
{
    private PopulationRequest _request = null!;

    /// <summary>Users.</summary>
    [Params(1_000, 10_000, 100_000)]
    public int Users { get; set; }

    /// <summary>Reads the examples.</summary>
    [GlobalSetup]
    public void Setup() =>
        _request = new PopulationRequest
        {
            Users = Users,
            Seed = 1,
            Dyads = CountDistributionReader.Example(ExampleDistribution.Dyads),
            Groups = CountDistributionReader.Example(ExampleDistribution.Groups),
            GroupSizes = CountDistributionReader.Example(ExampleDistribution.GroupSizes),
            Models = [BehaviourLibrary.Example()],
        };

    /// <summary>Draws, matches and counts.</summary>
    [Benchmark]
    public DrawnPopulation Draw() => PopulationDraw.Draw(_request);
}
