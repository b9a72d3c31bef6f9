using MGen.Model.Conversations;
using MGen.Model.Distributions;

namespace MGen.Tools.Checking;

/// <summary>The names that distributions have in configurations.</summary>
internal static class DistributionNames
{
    /// <summary>How many different distributions of each name the models have, by name in ordinal order.</summary>
    public static IReadOnlyDictionary<string, int> Count(IEnumerable<ConversationModel> models)
    {
        HashSet<object> distributions = new(models.SelectMany(Parts), ReferenceEqualityComparer.Instance);
        return new SortedDictionary<string, int>(distributions.CountBy(Name).ToDictionary(), StringComparer.Ordinal);
    }

    private static IEnumerable<object> Parts(ConversationModel model) =>
        [model.MessageBlocks, model.IdleDelay, model.QuietTimeout, model.DelayAfterSend, model.DelayAfterReceive];

    private static string Name(object distribution) =>
        distribution switch
        {
            PoissonSize => "Poisson",
            BinomialSize => "Binomial",
            GeometricSize => "Geometric",
            HypergeometricSize => "Hypergeometric",
            WeightedSize or WeightedTime => "Weighted",
            NormalTime => "Normal",
            LogNormalTime => "LogNormal",
            UniformTime => "Uniform",
            ExponentialTime => "Exp",
            ParetoTime => "Pareto",
            _ => throw new ArgumentOutOfRangeException(
                nameof(distribution),
                distribution,
                "a distribution without a name"
            ),
        };
}
