using MGen.Fitting.Chats;

namespace MGen.Fitting.Activity;

/// <summary>
/// A stretch of a user's time in one chat, as counts per minute with silence before and after: one sequence of
/// observations of the hidden Markov model. It begins <see cref="LeadMinutes"/> before the user's first message of the
/// run.
/// </summary>
/// <param name="Part">The user in the chat.</param>
/// <param name="FirstOwn">Index in <see cref="UserInChat.Own"/> of the run's first message.</param>
/// <param name="OwnCount">Number of the user's messages in the run.</param>
/// <param name="Counts">The user's messages per minute, including the silence before and after.</param>
internal sealed record MinuteRun(UserInChat Part, int FirstOwn, int OwnCount, ushort[] Counts)
{
    /// <summary>
    /// Minutes of silence before the first message. From them the training learns which state is the idle one.
    /// </summary>
    public const int LeadMinutes = 60;

    /// <summary>
    /// Time of the run's first message, in milliseconds since 1970-01-01. Its minute has index
    /// <see cref="LeadMinutes"/>.
    /// </summary>
    public long FirstUnixMilliseconds => Part.Chat.Messages[Part.Own[FirstOwn]].UnixMilliseconds;
}
