using MGen.Fitting.Chats;
using MGen.Model.Conversations;

namespace MGen.Fitting.Races;

/// <summary>The times of chats on their people's own clocks.</summary>
internal static class LocalTimes
{
    /// <summary>Milliseconds since 1970-01-01 0 h of the people's own clocks.</summary>
    /// <param name="chat">The chat.</param>
    /// <param name="unixMilliseconds">A time of the chat.</param>
    /// <param name="zone">Where people live whose chats have times in UTC; <c>null</c>: UTC.</param>
    public static long Of(Chat chat, long unixMilliseconds, TimeZoneInfo? zone) => zone is null || chat.HasLocalTimes
        ? unixMilliseconds
        : unixMilliseconds + (long)zone.GetUtcOffset(DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds)).TotalMilliseconds;

    /// <summary>The hours of the week in which people begin to chat; <c>null</c> if there are too few messages to tell.</summary>
    public static Rhythm? RhythmOf(IEnumerable<Chat> chats, TimeZoneInfo? zone) => RhythmEstimate.FromMessages(chats.Select(chat => Times(chat, zone)));

    private static DateTime[] Times(Chat chat, TimeZoneInfo? zone) =>
        [.. chat.Messages.Select(message => DateTime.UnixEpoch.AddMilliseconds(Of(chat, message.UnixMilliseconds, zone))).Order()];
}
