namespace MGen.Model.Conversations;

/// <summary>A spell of activity in progress when a conversation begins. All times count from its waking up.</summary>
/// <param name="Send">When the next message is due. Not negative.</param>
/// <param name="Leave">
/// When the spell ends if nothing is sent or received before. Not negative, at most <paramref name="Quiet"/>.
/// </param>
/// <param name="Quiet">The spell's draw of w.</param>
public readonly record struct ActiveStart(TimeSpan Send, TimeSpan Leave, TimeSpan Quiet)
{
    /// <summary>The rest of a spell at <paramref name="now"/>; <c>null</c> if the user is idle.</summary>
    public static ActiveStart? From(in ConversationState state, TimeSpan now) => state.Mode == ConversationMode.Active
        ? new ActiveStart(NotNegative(state.SendAt - now), NotNegative(state.LeaveAt - now), state.QuietTimeout)
        : null;

    private static TimeSpan NotNegative(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;
}
