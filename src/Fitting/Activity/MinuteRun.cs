using MGen.Fitting.Chats;

namespace MGen.Fitting.Activity;

/// <summary>
/// A stretch of a user's time in one chat, minute by minute, with silence around it: the unit that the hidden Markov model sees. It begins
/// <see cref="LeadMinutes"/> before the user's first message of the run.
/// </summary>
/// <param name="Part">The user in the chat.</param>
/// <param name="FirstOwn">Which of <see cref="UserInChat.Own"/> is the run's first message.</param>
/// <param name="OwnCount">How many of the user's messages are in the run.</param>
/// <param name="Counts">The user's messages per minute, lead and trail included.</param>
internal sealed record MinuteRun(UserInChat Part, int FirstOwn, int OwnCount, ushort[] Counts)
{
    /// <summary>Minutes of silence before the first message, which teach the model what idle looks like.</summary>
    public const int LeadMinutes = 60;

    /// <summary>When the run's first message was sent; its minute is the one with index <see cref="LeadMinutes"/>.</summary>
    public long FirstUnixMilliseconds => Part.Chat.Messages[Part.Own[FirstOwn]].UnixMilliseconds;
}
