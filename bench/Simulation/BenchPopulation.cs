using MGen.Model.Conversations;
using MGen.Model.Distributions;
using MGen.Simulation.Populations;

namespace MGen.Bench.Simulation;

/// <summary>Groups of one size, whose members talk now and then and in spells. Nothing is stored.</summary>
internal sealed class BenchPopulation(int groups, int members) : ISimulatedPopulation
{
    private readonly ConversationModel _model = new(
        new BernoulliTrial(0.6),
        new BernoulliTrial(0.5),
        new PoissonSize(4),
        new ExponentialTime(1.0 / (60 * members)),
        new ExponentialTime(1.0 / 60),
        new ExponentialTime(1.0 / 20),
        new ExponentialTime(1.0 / 15),
        ActiveTimeoutRule.Quiet
    );

    public int UserCount => groups + members;

    public int GroupCount => groups;

    public long ConversationCount => (long)groups * members;

    public string GroupName(int group) => $"group{group}";

    public int MemberCount(int group) => members;

    public SimulatedMember Member(int group, int member) => new() { User = $"user{group + member}", Model = _model };
}
