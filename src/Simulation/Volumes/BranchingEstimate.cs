using MGen.Model.Conversations;
using MGen.Model.Distributions;
using MGen.Model.Randomness;
using MGen.Simulation.Populations;

namespace MGen.Simulation.Volumes;

/// <summary>
/// Estimates whether bursts end, from each model's probabilities that a delay is shorter than the quiet timeout. The
/// probabilities are exact for weighted times and estimated from draws for other distributions.
/// </summary>
internal sealed class BranchingEstimate
{
    /// <summary>Number of draws per pair of distributions: a standard error of at most 0.005.</summary>
    private const int Draws = 10_000;

    /// <summary>Largest probability, so that the length of bursts is finite.</summary>
    private const double MostChance = 0.999;

    /// <summary>
    /// The probabilities, by the distributions on which they depend. The key is not the model, because conversations of
    /// one behaviour may have models that differ only in their rate.
    /// </summary>
    private readonly Dictionary<
        (TimeDistribution Timeout, TimeDistribution AfterSend, TimeDistribution AfterReceive),
        (double AfterSend, double AfterReceive)
    > _chances = [];

    /// <summary>Adds a group: the means over its members.</summary>
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
        sum.LogMessagesPerFullBurst -= Math.Log(1 - (send / members)) + ((members - 1) * logQuiet / members);
    }

    private (double AfterSend, double AfterReceive) ChancesOf(ConversationModel model)
    {
        (TimeDistribution, TimeDistribution, TimeDistribution) distributions = (
            model.QuietTimeout,
            model.DelayAfterSend,
            model.DelayAfterReceive
        );
        if (_chances.TryGetValue(distributions, out (double, double) known))
            return known;
        return _chances[distributions] = (
            ChanceBelow(model.DelayAfterSend, model.QuietTimeout),
            ChanceBelow(model.DelayAfterReceive, model.QuietTimeout)
        );
    }

    private static double ChanceBelow(TimeDistribution delay, TimeDistribution timeout)
    {
        if (delay is WeightedTime weighted && timeout is WeightedTime other)
            return Math.Min(MostChance, weighted.ProbabilityBelow(other));
        // Always the same seed: equal models have equal estimates, whatever the run's seed is.
        Xoshiro256 random = Xoshiro256.FromSeed(1);
        int below = 0;
        for (int i = 0; i < Draws; i++)
            below += delay.Sample(ref random) < timeout.Sample(ref random) ? 1 : 0;
        return Math.Min(MostChance, (double)below / Draws);
    }
}

/// <summary>Sums over groups.</summary>
internal struct BranchingSum
{
    public int Groups;
    public double BranchingRatio;
    public double LogMessagesPerFullBurst;
}
