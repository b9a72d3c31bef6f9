using MGen.Fitting.Chats;
using MGen.Model.Conversations;

namespace MGen.Fitting.Races;

/// <summary>Converts times of chats to local time.</summary>
internal static class LocalTimes
{
    /// <summary>Milliseconds of local time since 1970-01-01.</summary>
    /// <param name="chat">The chat.</param>
    /// <param name="unixMilliseconds">A time of the chat.</param>
    /// <param name="zone">Time zone of the members if the chat's times are UTC; <c>null</c>: UTC.</param>
    public static long From(Chat chat, long unixMilliseconds, TimeZoneInfo? zone) =>
        zone is null || chat.HasLocalTimes
            ? unixMilliseconds
            : unixMilliseconds
                + (long)zone.GetUtcOffset(DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds)).TotalMilliseconds;

    /// <summary>
    /// Estimates the hours of the week at which users start bursts; <c>null</c> if there are too few messages.
    /// </summary>
    public static Rhythm? EstimateRhythm(IEnumerable<Chat> chats, TimeZoneInfo? zone) =>
        RhythmEstimate.FromMessages(chats.Select(chat => Times(chat, zone)));

    private static DateTime[] Times(Chat chat, TimeZoneInfo? zone) =>
        [
            .. chat
                .Messages.Select(message =>
                    DateTime.UnixEpoch.AddMilliseconds(From(chat, message.UnixMilliseconds, zone))
                )
                .Order(),
        ];
}
