using MGen.Model.Randomness;

namespace MGen.Model.Conversations;

/// <summary>
/// The transitions of a conversation, as pure functions: the caller keeps the state, the clock and the generator. The
/// functions do not allocate, so they serve live clients as well as simulators of millions of users.
/// </summary>
/// <remarks>
/// <para>The table of moves. Draws happen exactly in the order given; the symbols are those of
/// <see cref="ConversationModel"/>.</para>
/// <code>
/// mode    event                       draws                            then     send at    leave at
/// ------  --------------------------  -------------------------------  -------  ---------  -------------
/// -       start                       i                                Idle     now + i    -
/// -       start, first idle known     nothing                          Idle     now + idle -
/// -       start, first active known   nothing                          Active   as known   as known
/// Idle    deadline                    m, s: if true a_s, w             Active   now + a_s  now + w
///                                           if false i                 Idle     now + i    -
/// Idle    received                    r: if true w, a_r                Active   now + a_r  now + w
///                                        if false nothing              Idle     unchanged  -
/// Active  deadline, send &lt; leave   m, a_s                           Active   now + a_s  re-armed (*)
/// Active  deadline, send &gt;= leave  i                                Idle     now + i    -
/// Active  received                    a_r                              Active   now + a_r  re-armed (*)
/// any     receipt received            nothing: the caller does not apply receipts
/// </code>
/// <para>
/// (*) Under <see cref="ActiveTimeoutRule.Quiet"/>: now + w, with the w drawn when the spell began. Under
/// <see cref="ActiveTimeoutRule.Spell"/>: unchanged. Both rules draw the timeout (w) once per spell, so that the same
/// events cause the same draws.
/// </para>
/// <para>
/// The idle delay (i), and a known first idle delay that replaces it, are divided by the model's
/// <see cref="ConversationModel.IdleRate"/>. If the model has a <see cref="Rhythm"/>, these delays are in its activity
/// time.
/// </para>
/// <para>
/// A user who leaves drops the message that was due. No size was drawn for this message, because the size of a message
/// is drawn when it is sent.
/// </para>
/// </remarks>
public static class ConversationMachine
{
    /// <summary>
    /// Starts a conversation: idle, with the first message one idle delay after <paramref name="now"/>.
    /// </summary>
    public static ConversationState Start(ConversationModel model, TimeSpan now, ref Xoshiro256 random)
    {
        ArgumentNullException.ThrowIfNull(model);
        return BecomeIdle(default, model, now, ref random);
    }

    /// <summary>
    /// Starts an idle conversation whose first idle delay is known, for example the remainder of the idle delay that is
    /// in progress when the run begins. Draws nothing.
    /// </summary>
    /// <param name="model">The user's behaviour.</param>
    /// <param name="now">The time, from which <paramref name="firstIdle"/> counts.</param>
    /// <param name="firstIdle">
    /// The delay until the first message, if no message is received before. It is divided by the rate and is in
    /// activity time, like a draw of i. Not negative.
    /// </param>
    public static ConversationState Start(ConversationModel model, TimeSpan now, TimeSpan firstIdle)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(firstIdle, TimeSpan.Zero);
        return new() { Mode = ConversationMode.Idle, SendAt = AfterIdle(model, now, firstIdle) };
    }

    /// <summary>Starts a conversation in the middle of a spell of activity. Draws nothing.</summary>
    /// <param name="now">The time, from which <paramref name="active"/> counts.</param>
    /// <param name="active">The rest of the spell.</param>
    public static ConversationState Start(TimeSpan now, in ActiveStart active) =>
        new()
        {
            Mode = ConversationMode.Active,
            SendAt = now + active.Send,
            LeaveAt = now + active.Leave,
            QuietTimeout = active.Quiet,
        };

    /// <summary>
    /// Starts a conversation in its known first state. If neither state is known, it starts idle with a draw of i.
    /// </summary>
    public static ConversationState Start(
        ConversationModel model,
        TimeSpan now,
        TimeSpan? firstIdle,
        in ActiveStart? firstActive,
        ref Xoshiro256 random
    )
    {
        if (firstActive is { } active)
            return Start(now, active);
        return firstIdle is { } idle ? Start(model, now, idle) : Start(model, now, ref random);
    }

    /// <summary>
    /// Makes the transition due at the state's <see cref="ConversationState.NextDeadline"/>: sends a message, or
    /// becomes idle.
    /// </summary>
    /// <param name="model">The user's behaviour.</param>
    /// <param name="state">The state before.</param>
    /// <param name="now">The time of the transition, from which new deadlines count. At or after the deadline.</param>
    /// <param name="random">The conversation's generator.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="now"/> is before the deadline.</exception>
    public static Transition OnDeadline(
        ConversationModel model,
        in ConversationState state,
        TimeSpan now,
        ref Xoshiro256 random
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(now, state.NextDeadline);
        if (state.WillLeave)
            return new Transition(state.Mode, BecomeIdle(state, model, now, ref random), Message: null);

        PlannedMessage message = new(state.NextId, model.MessageBlocks.SampleBlocks(ref random));
        ConversationState sent = state with { NextId = unchecked(state.NextId + 1) };
        return new Transition(state.Mode, AfterSend(sent, model, now, ref random), message);
    }

    /// <summary>Makes the transition caused by a received message of another user. Receipts cause none.</summary>
    /// <param name="model">The user's behaviour.</param>
    /// <param name="state">The state before.</param>
    /// <param name="now">The time, from which new deadlines count.</param>
    /// <param name="random">The conversation's generator.</param>
    public static Transition OnReceive(
        ConversationModel model,
        in ConversationState state,
        TimeSpan now,
        ref Xoshiro256 random
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        return new Transition(state.Mode, AfterReceive(state, model, now, ref random), Message: null);
    }

    private static ConversationState AfterSend(
        in ConversationState state,
        ConversationModel model,
        TimeSpan now,
        ref Xoshiro256 random
    )
    {
        if (state.Mode == ConversationMode.Active)
            return StayActive(state, model, now, now + model.DelayAfterSend.Sample(ref random));
        if (!model.ActivateOnSend.Sample(ref random))
            return BecomeIdle(state, model, now, ref random);

        // Drawn before w, unlike after a received message.
        TimeSpan sendAt = now + model.DelayAfterSend.Sample(ref random);
        return BecomeActive(state, now, sendAt, model.QuietTimeout.Sample(ref random));
    }

    private static ConversationState AfterReceive(
        in ConversationState state,
        ConversationModel model,
        TimeSpan now,
        ref Xoshiro256 random
    )
    {
        if (state.Mode == ConversationMode.Active)
            return StayActive(state, model, now, now + model.DelayAfterReceive.Sample(ref random));
        if (!model.ActivateOnReceive.Sample(ref random))
            return state;

        TimeSpan quietTimeout = model.QuietTimeout.Sample(ref random); // drawn before a_r, unlike after a sent message
        return BecomeActive(state, now, now + model.DelayAfterReceive.Sample(ref random), quietTimeout);
    }

    private static ConversationState BecomeIdle(
        in ConversationState state,
        ConversationModel model,
        TimeSpan now,
        ref Xoshiro256 random
    ) =>
        new()
        {
            Mode = ConversationMode.Idle,
            NextId = state.NextId,
            SendAt = AfterIdle(model, now, model.IdleDelay.Sample(ref random)),
        };

    /// <summary>
    /// The end of an idle delay that begins now. The delay is divided by the rate; if the model has a rhythm, it is in
    /// activity time.
    /// </summary>
    private static TimeSpan AfterIdle(ConversationModel model, TimeSpan now, TimeSpan idle)
    {
        if (model.IdleRate != 1)
            idle = new TimeSpan((long)(idle.Ticks / model.IdleRate));
        return model.Rhythm is { } rhythm ? rhythm.Advance(now, idle) : now + idle;
    }

    private static ConversationState BecomeActive(
        in ConversationState state,
        TimeSpan now,
        TimeSpan sendAt,
        TimeSpan quietTimeout
    ) =>
        state with
        {
            Mode = ConversationMode.Active,
            SendAt = sendAt,
            LeaveAt = now + quietTimeout,
            QuietTimeout = quietTimeout,
        };

    private static ConversationState StayActive(
        in ConversationState state,
        ConversationModel model,
        TimeSpan now,
        TimeSpan sendAt
    ) =>
        state with
        {
            SendAt = sendAt,
            LeaveAt = model.Rule == ActiveTimeoutRule.Quiet ? now + state.QuietTimeout : state.LeaveAt,
        };
}
