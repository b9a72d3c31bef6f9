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
    public static ConversationModel InDyad { get; } = Talk(activateOnReceive: 0.5, medianReply: 2.5);

    /// <summary>In larger groups most only read: else each message would wake the whole group.</summary>
    public static ConversationModel InGroup { get; } = Talk(activateOnReceive: 0.12, medianReply: 5);

    /// <summary>Goes into the configuration's hash: to be changed with anything here.</summary>
    public const string Description = "behaviour 1";

    private static ConversationModel Talk(double activateOnReceive, double medianReply) => new(
        ActivateOnSend: new BernoulliTrial(0.4),
        ActivateOnReceive: new BernoulliTrial(activateOnReceive),
        MessageBlocks: Sizes(),
        IdleDelay: new ExponentialTime(1.0 / 60),
        QuietTimeout: new UniformTime(3, 7),
        DelayAfterSend: new LogNormalTime(Math.Log(2 * medianReply), 1),
        DelayAfterReceive: new LogNormalTime(Math.Log(medianReply), 1),
        Rule: ActiveTimeoutRule.Quiet);

    /// <summary>Sizes in blocks of 160 B: mostly text, and 3 % attachments (above 14 blocks) of 10 to 320 kB.</summary>
    private static WeightedSize Sizes() => new(WeightsTable.Create(
        weights: [400, 250, 150, 100, 50, 20, 12, 9, 6, 3],
        values: [1, 2, 3, 5, 8, 14, 64, 250, 1_000, 2_000]));
}
