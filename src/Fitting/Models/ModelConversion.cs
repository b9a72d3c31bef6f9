using MGen.Fitting.Distributions;
using MGen.Model.Conversations;
using MGen.Model.Distributions;

namespace MGen.Fitting.Models;

/// <summary>Converts a fitted model to a model of the conversation machine.</summary>
public static class ModelConversion
{
    /// <summary>
    /// The model of the conversation machine, equal to one that is configured with the written files.
    /// </summary>
    public static ConversationModel ToConversationModel(this UserModel model, ActiveTimeoutRule rule)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new ConversationModel(
            new BernoulliTrial(model.ActivateOnSend),
            new BernoulliTrial(model.ActivateOnReceive),
            new WeightedSize(Table(model.MessageBlocks)),
            new WeightedTime(Table(model.IdleDelay)),
            new WeightedTime(Table(model.QuietTimeout)),
            new WeightedTime(Table(model.DelayAfterSend)),
            new WeightedTime(Table(model.DelayAfterReceive)),
            rule
        );
    }

    private static WeightsTable Table(EmpiricalDistribution distribution) =>
        WeightsTable.Create(
            [.. distribution.Weights().Select(weight => (uint)weight)],
            [.. distribution.Values.Select(value => (double)value)]
        );
}
