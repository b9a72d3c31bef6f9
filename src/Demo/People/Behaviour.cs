using MGen.Model.Conversations;
using MGen.Model.Distributions;

namespace MGen.Demo.People;

/// <summary>
/// The users' behaviour: invented so that half a minute shows everything (spells of activity, silence, large messages),
/// not fitted to real chats. About two messages a second for 20 users.
/// </summary>
internal static class Behaviour
{
    /// <summary>In a dyad: both reply quickly.</summary>
    public static ConversationModel InDyad { get; } =
        Talk(meanIdleSeconds: 60, activateOnReceive: 0.5, medianReplySeconds: 2.5);

    /// <summary>
    /// In a larger group most members only read; otherwise each message would activate the whole group.
    /// </summary>
    public static ConversationModel InGroup { get; } =
        Talk(meanIdleSeconds: 30, activateOnReceive: 0.12, medianReplySeconds: 5);

    /// <summary>The behaviour of members of a group.</summary>
    public static ConversationModel For(DemoGroup group) => group.IsDyad ? InDyad : InGroup;

    /// <summary>Part of the configuration's hash. Change it whenever the behaviour in this class changes.</summary>
    public const string Description = "behaviour 1";

    private static ConversationModel Talk(
        double meanIdleSeconds,
        double activateOnReceive,
        double medianReplySeconds
    ) =>
        new(
            ActivateOnSend: new BernoulliTrial(0.4),
            ActivateOnReceive: new BernoulliTrial(activateOnReceive),
            MessageBlocks: Sizes(),
            IdleDelay: new ExponentialTime(1 / meanIdleSeconds),
            QuietTimeout: new UniformTime(3, 7),
            DelayAfterSend: new LogNormalTime(Math.Log(2 * medianReplySeconds), 1),
            DelayAfterReceive: new LogNormalTime(Math.Log(medianReplySeconds), 1),
            Rule: ActiveTimeoutRule.Quiet
        );

    /// <summary>Sizes in blocks of 160 B: mostly text, and 5 % attachments (above 14 blocks) of 10 to 320 kB.</summary>
    private static WeightedSize Sizes() =>
        new(
            WeightsTable.Create(
                weights: [400, 250, 150, 100, 40, 10, 20, 15, 10, 5],
                values: [1, 2, 3, 5, 8, 14, 64, 250, 1_000, 2_000]
            )
        );
}
