using MGen.Fitting.Chats;
using MGen.Fitting.Models;

namespace MGen.Fitting.Spells;

/// <summary>
/// Trains a user's model on single messages by expectation maximisation over the states of the conversation machine,
/// starting from the labels per minute. The distributions are smoothed after each step (B. Silverman et al., J. R.
/// Statist. Soc. B 52(2), 1990).
/// </summary>
internal sealed class SpellFitter
{
    /// <summary>Largest number of steps; about 20 are usual.</summary>
    private const int MostSteps = 60;

    /// <summary>
    /// Approximate limit of the events used for the training: if there are more, only every n-th part of the user's
    /// chats is used. The distributions are then built from all events.
    /// </summary>
    private const long MostLearningEvents = 100_000;

    /// <summary>
    /// The training ends with a step that improves the log-likelihood by less than this (in nats), or by less than this
    /// share of it.
    /// </summary>
    private const double LeastGain = 0.02;
    private const double LeastRelativeGain = 1e-6;

    /// <summary>Weight of the previous step's model in the next one, in observations.</summary>
    private const double Inertia = 1;

    private readonly List<ChatEvents> _all;
    private readonly List<ChatEvents> _learning;

    public SpellFitter(IEnumerable<UserInChat> parts)
    {
        _all = [.. parts.SelectMany(ChatEvents.Split)];
        int stride = (int)((_all.Sum(chat => (long)chat.Count) + MostLearningEvents - 1) / MostLearningEvents);
        _learning = stride <= 1 ? _all : [.. _all.Where((_, index) => index % stride == 0)];
    }

    /// <summary>Returns what the machine is expected to have done in all chats.</summary>
    /// <param name="labelled">The model that the labels give.</param>
    public SpellTally Fit(UserModel labelled)
    {
        SpellModel model = SpellStart.From(labelled);
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
            DelayCurves.Active(tally.AfterReceive.Shares(), tally.AfterReceive.Seen)
        );
    }
}
