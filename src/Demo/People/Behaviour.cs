using MGen.Model.Conversations;
using MGen.Model.Distributions;

namespace MGen.Demo.People;

/// <summary>
/// How the users talk: made up so that half a minute shows everything (spells of activity, silence, large messages), and not fitted to
/// anybody. About two messages a second for 20 users.
/// </summary>
internal static class Behaviour
{
    /// <summary>Two take turns quickly.</summary>
    public static ConversationModel InDyad { get; } = Talk(meanIdleSeconds: 60, activateOnReceive: 0.5, medianReplySeconds: 2.5);

    /// <summary>In larger groups most only read: else each message would wake the whole group.</summary>
    public static ConversationModel InGroup { get; } = Talk(meanIdleSeconds: 30, activateOnReceive: 0.12, medianReplySeconds: 5);

    /// <summary>How members of a group talk in it.</summary>
    public static ConversationModel Of(DemoGroup group) => group.IsDyad ? InDyad : InGroup;

    /// <summary>Goes into the configuration's hash: to be changed with anything here.</summary>
    public const string Description = "behaviour 1";

    private static ConversationModel Talk(double meanIdleSeconds, double activateOnReceive, double medianReplySeconds) => new(
        ActivateOnSend: new BernoulliTrial(0.4),
        ActivateOnReceive: new BernoulliTrial(activateOnReceive),
        MessageBlocks: Sizes(),
        IdleDelay: new ExponentialTime(1 / meanIdleSeconds),
        QuietTimeout: new UniformTime(3, 7),
        DelayAfterSend: new LogNormalTime(Math.Log(2 * medianReplySeconds), 1),
        DelayAfterReceive: new LogNormalTime(Math.Log(medianReplySeconds), 1),
        Rule: ActiveTimeoutRule.Quiet);

    /// <summary>Sizes in blocks of 160 B: mostly text, and 5 % attachments (above 14 blocks) of 10 to 320 kB.</summary>
    private static WeightedSize Sizes() => new(WeightsTable.Create(
        weights: [400, 250, 150, 100, 40, 10, 20, 15, 10, 5],
        values: [1, 2, 3, 5, 8, 14, 64, 250, 1_000, 2_000]));
}
