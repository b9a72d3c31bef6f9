using MGen.Model.Configuration;
using MGen.Population;
using MGen.Population.Behaviours;
using MGen.Population.Distributions;
using MGen.Population.Experiments;
using MGen.Simulation.Populations;
using MGen.Simulation.Results;
using MGen.Simulation.Tests.Support;

namespace MGen.Simulation.Tests.Populations;

public sealed class GeneratedPopulationTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("mgen-simulation-tests-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(InitialWaitRule.Residual, false, false, false)]
    [InlineData(InitialWaitRule.Original, true, false, false)]
    [InlineData(InitialWaitRule.None, false, false, false)]
    [InlineData(InitialWaitRule.Residual, false, true, false)]
    [InlineData(InitialWaitRule.Residual, false, true, true)]
    [InlineData(InitialWaitRule.Stationary, false, true, false)]
    [InlineData(InitialWaitRule.Stationary, false, true, true)]
    public void Run_InMemory_SendsWhatTheGeneratedFilesSend(
        InitialWaitRule rule,
        bool asOriginal,
        bool hasClasses,
        bool hasRates
    )
    {
        PopulationRequest request = new()
        {
            Users = 40,
            Seed = 3,
            Dyads = CountDistributionReader.Example(ExampleDistribution.Dyads),
            Groups = CountDistributionReader.Example(ExampleDistribution.Groups),
            GroupSizes = CountDistributionReader.Example(ExampleDistribution.GroupSizes).Within(3, 20)!,
            Models = [hasClasses ? BehaviourLibrary.Lively() : BehaviourLibrary.Lively().WithoutClasses()],
            WaitRule = rule,
            Rates = hasRates
                ? new GroupRates([
                    new ClassRates(new SizeClass(2, 2), 0.5),
                    new ClassRates(new SizeClass(3, int.MaxValue), 2),
                ])
                : null,
            StartDraw = new BurnIn(asOriginal, rhythm: null),
        };
        UserPopulation drawn = PopulationDraw.Draw(request, stop: TestContext.Current.CancellationToken).Population;
        ExperimentOptions options = new() { Layout = ExperimentLayout.Client, AsOriginal = asOriginal };
        new ExperimentWriter(drawn, request, options).Write(
            _directory,
            1,
            _ => { },
            TestContext.Current.CancellationToken
        );
        LoadResult loaded = ConfigLoader.Load(["users/**/*.yaml"], _directory);
        Assert.Empty(loaded.Errors);

        // The run's seed has no effect: the files contain the population's seed.
        SimulationOptions simulated = Simulated.Plain with
        {
            Duration = TimeSpan.FromMinutes(30),
            Seed = 99,
            StaggerScale = 1,
        };
        Simulated fromFiles = Simulated.Run(new ConfiguredPopulation(loaded.Users), simulated);
        Simulated inMemory = Simulated.Run(new GeneratedPopulation(drawn, options.Bootstrap, asOriginal), simulated);

        Assert.True(inMemory.Result.Counts.MessagesSent > 100);
        Assert.Equal(Without(fromFiles.Result.Counts), Without(inMemory.Result.Counts));
        // Groups and members have other numbers, so lines of the same instant have another order.
        Assert.Equal(Lines(fromFiles), Lines(inMemory));
    }

    // A user without a conversation has a file.
    private static SimulationCounts Without(SimulationCounts counts) => counts with { Users = 0 };

    private static IEnumerable<string> Lines(Simulated run) =>
        run.Events.Select(item => item.ToString()).Order(StringComparer.Ordinal);
}
