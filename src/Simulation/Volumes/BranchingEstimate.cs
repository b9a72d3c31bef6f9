using MGen.Model.Conversations;
using MGen.Model.Distributions;
using MGen.Model.Randomness;
using MGen.Simulation.Populations;

namespace MGen.Simulation.Volumes;

/// <summary>Whether talks end: the chances, by model, that a delay is shorter than the quiet timeout.</summary>
internal sealed class BranchingEstimate
{
    /// <summary>Draws of a model: a standard error of at most 0.016.</summary>
    private const int Draws = 1_000;

    /// <summary>A chance that no draw contradicts is at most this, so that talks have a length.</summary>
    private const double MostChance = 1 - (1.0 / Draws);

    /// <summary>By the laws that the chances depend on: conversations of one behaviour may have models that differ in their rate.</summary>
    private readonly Dictionary<(TimeDistribution Timeout, TimeDistribution AfterSend, TimeDistribution AfterReceive), (double AfterSend, double AfterReceive)> _chances = [];

    /// <summary>Adds a group: the means over its members who may send.</summary>
    public void Add(ISimulatedPopulation population, int group, ref BranchingSum sum)
    {
        int members = population.MemberCount(group);
        (double send, double answer, double logQuiet) = (0, 0, 0);
        for (int member = 0; member < members; member++)
        {
            ConversationModel model = population.Member(group, member).Model;
            (double afterSend, double afterReceive) = ChancesOf(model);
            send += afterSend;
            answer += model.ActivateOnReceive.Probability * afterReceive;
            logQuiet += Math.Log(1 - afterReceive);
        }
        sum.Groups++;
        sum.BranchingRatio += (send / members) + ((members - 1) * answer / members);
        sum.LogMessagesPerFullTalk -= Math.Log(1 - (send / members)) + ((members - 1) * logQuiet / members);
    }

    private (double AfterSend, double AfterReceive) ChancesOf(ConversationModel model)
    {
        (TimeDistribution, TimeDistribution, TimeDistribution) laws = (model.QuietTimeout, model.DelayAfterSend, model.DelayAfterReceive);
        if (_chances.TryGetValue(laws, out (double, double) known))
            return known;
        Xoshiro256 random = Xoshiro256.FromSeed(1);
        (int send, int receive) = (0, 0);
        for (int i = 0; i < Draws; i++)
        {
            TimeSpan timeout = model.QuietTimeout.Sample(ref random);
            send += model.DelayAfterSend.Sample(ref random) < timeout ? 1 : 0;
            receive += model.DelayAfterReceive.Sample(ref random) < timeout ? 1 : 0;
        }
        return _chances[laws] = (Math.Min(MostChance, (double)send / Draws), Math.Min(MostChance, (double)receive / Draws));
    }
}

/// <summary>Sums over groups.</summary>
internal struct BranchingSum
{
    public int Groups;
    public double BranchingRatio;
    public double LogMessagesPerFullTalk;
}
