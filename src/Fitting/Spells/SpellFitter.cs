using MGen.Fitting.Chats;
using MGen.Fitting.Models;

namespace MGen.Fitting.Spells;

/// <summary>
/// Learns a user's machine by expectation maximisation over its own states, message by message, from what the labels by the minute say of it. The
/// laws are smoothed after each step (B. Silverman et al., J. R. Statist. Soc. B 52(2), 1990).
/// </summary>
internal sealed class SpellFitter
{
    /// <summary>Most steps. Some 20 are usual.</summary>
    private const int MostSteps = 60;

    /// <summary>Most events that are learnt from, as far as a user's chats are cut into stretches; the laws then come of all.</summary>
    private const long MostLearningEvents = 100_000;

    /// <summary>The training ends once a step makes what was seen less than this much likelier, in nats, or this share of them.</summary>
    private const double LeastGain = 0.02;
    private const double LeastRelativeGain = 1e-6;

    /// <summary>How much the step before weighs in the next, in observations.</summary>
    private const double Inertia = 1;

    private readonly List<ChatEvents> _all;
    private readonly List<ChatEvents> _learning;

    public SpellFitter(IEnumerable<UserInChat> parts)
    {
        _all = [.. parts.SelectMany(ChatEvents.Of)];
        int stride = (int)((_all.Sum(chat => (long)chat.Count) + MostLearningEvents - 1) / MostLearningEvents);
        _learning = stride <= 1 ? _all : [.. _all.Where((_, index) => index % stride == 0)];
    }

    /// <summary>What the machine is expected to have done in all chats.</summary>
    /// <param name="labelled">The model that the labels give.</param>
    public SpellTally Fit(UserModel labelled)
    {
        SpellModel model = SpellStart.Of(labelled);
        SpellExpectation expectation = new(model, _all.Max(chat => chat.Count));
        double before = double.NegativeInfinity;
        for (int step = 0; step < MostSteps; step++)
        {
            SpellTally tally = expectation.Run(model, _learning, keepsValues: false);
            model = Maximize(tally, model);
            if (tally.LogLikelihood - before < Math.Max(LeastGain, LeastRelativeGain * -tally.LogLikelihood))
                break;
            before = tally.LogLikelihood;
        }
        return expectation.Run(model, _all, keepsValues: true);
    }

    private static SpellModel Maximize(SpellTally tally, SpellModel before)
    {
        double spells = tally.Timeouts.Sum() + Inertia;
        return new SpellModel(
            (tally.ActivatedBySend + (Inertia * before.Activate(own: true))) / (tally.SentWhileIdle + Inertia),
            (tally.ActivatedByReceive + (Inertia * before.Activate(own: false))) / (tally.ReceivedWhileIdle + Inertia),
            [.. tally.Timeouts.Zip(before.Timeouts, (count, earlier) => (count + (Inertia * earlier)) / spells)],
            DelayCurves.Idle(tally.IdleDelay.Shares(), tally.IdleDelay.Seen),
            DelayCurves.Active(tally.AfterSend.Shares(), tally.AfterSend.Seen),
            DelayCurves.Active(tally.AfterReceive.Shares(), tally.AfterReceive.Seen));
    }
}
