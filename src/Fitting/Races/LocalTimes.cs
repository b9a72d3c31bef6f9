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

/// <summary>The idle clock of a chat: it measures silences as the conversation machine measures idle delays.</summary>
/// <param name="Rate">The chat's rate.</param>
/// <param name="Rhythm">
/// The weights of the hours of the week, from Monday 0 h; <c>null</c>: all hours are equal.
/// </param>
internal readonly record struct IdleClock(double Rate, Rhythm? Rhythm = null)
{
    /// <summary>Time from Monday 0 h to 1970-01-01, which was a Thursday.</summary>
    private static readonly TimeSpan EpochInWeek = TimeSpan.FromDays(3);

    /// <summary>The silence within a gap between messages, in seconds of the clock; 0 if the burst continues.</summary>
    /// <param name="from">When the gap begins, in milliseconds of local time since 1970-01-01.</param>
    /// <param name="seconds">Length of the gap in seconds.</param>
    public double SecondsOfSilence(long from, double seconds)
    {
        double silence = seconds - RaceScale.QuietSeconds;
        if (silence <= 0)
            return 0;
        if (Rhythm is null)
            return silence * Rate;
        TimeSpan begin = EpochInWeek + TimeSpan.FromMilliseconds(from) + TimeSpan.FromSeconds(RaceScale.QuietSeconds);
        return Rhythm.ActivityBetween(begin, begin + TimeSpan.FromSeconds(silence)).TotalSeconds * Rate;
    }
}
