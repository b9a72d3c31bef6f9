using MGen.Fitting.Chats;

namespace MGen.Fitting.Races;

/// <summary>
/// Extends the observed time of chats beyond their last message. An export ends with its chat's last message and not
/// with the time of the export. If the silence after that message is ignored, simulated chats of few bursts start too
/// many bursts: in the time in which the real chat starts k bursts, a population's chat starts k + 1.
/// </summary>
internal static class ObservedEnds
{
    /// <summary>
    /// The same chats with later ends. A chat is observed until the latest end of all chats, but after its last message
    /// for at most the longer of two times: the chat's longest gap, and the median of all chats' longest gaps. This
    /// limit is needed because the chats of one export may have ended years before those of another.
    /// </summary>
    public static ChatSet Extend(ChatSet chats)
    {
        if (chats.Messages == 0)
            return chats;
        long end = chats.Chats.Max(chat => chat.EndUnixMilliseconds);
        long[] longest = [.. chats.Chats.Select(LongestGap)];
        long typical = longest.Order().ElementAt(longest.Length / 2);
        return new ChatSet(
            [
                .. chats.Chats.Zip(
                    longest,
                    (chat, own) =>
                        chat with
                        {
                            EndUnixMilliseconds = Math.Max(
                                chat.EndUnixMilliseconds,
                                Math.Min(end, chat.Messages[^1].UnixMilliseconds + Math.Max(own, typical))
                            ),
                        }
                ),
            ],
            chats.Users
        );
    }

    private static long LongestGap(Chat chat) =>
        chat
            .Messages.Zip(chat.Messages.Skip(1), (one, next) => next.UnixMilliseconds - one.UnixMilliseconds)
            .DefaultIfEmpty(0)
            .Max();
}
