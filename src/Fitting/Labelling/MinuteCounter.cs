using MGen.Fitting.Chats;

namespace MGen.Fitting.Labelling;

/// <summary>
/// Counts a user's messages per minute and cuts the time into runs of minutes, as the original's <c>extract</c> does.
/// </summary>
internal sealed class MinuteCounter
{
    /// <summary>The longest silence inside a run, in minutes. A longer one ends the run.</summary>
    public const int MaxSilentMinutes = 120;

    /// <summary>Minutes of silence appended to a run; fewer if the chat ends earlier.</summary>
    public const int TrailMinutes = 60;

    private readonly UserInChat _part;
    private readonly List<MinuteRun> _runs = [];
    private readonly List<ushort> _counts = [];
    private int _firstOwn;
    private long _start;

    private MinuteCounter(UserInChat part) => _part = part;

    /// <summary>Returns the runs of a user in a chat, in the order of time.</summary>
    public static IReadOnlyList<MinuteRun> Count(UserInChat part)
    {
        MinuteCounter counter = new(part);
        counter.Begin(0);
        for (int i = 0; i < part.Own.Length; i++)
            counter.Add(i);
        counter.End(part.Own.Length, counter.FinalTrail());
        return counter._runs;
    }

    private long Time(int own) => _part.Chat.Messages[_part.Own[own]].UnixMilliseconds;

    private void Begin(int own)
    {
        _firstOwn = own;
        _start = Time(own) - (MinuteRun.LeadMinutes * WholeTime.MinuteMilliseconds);
        _counts.Clear();
        _counts.AddRange(new ushort[MinuteRun.LeadMinutes]);
    }

    private void Add(int own)
    {
        long minute = WholeTime.Minutes(Time(own) - _start);
        if (minute > _counts.Count + MaxSilentMinutes)
        {
            End(own, TrailMinutes);
            Begin(own);
            minute = MinuteRun.LeadMinutes;
        }
        while (_counts.Count <= minute)
            _counts.Add(0);
        if (_counts[(int)minute] < ushort.MaxValue)
            _counts[(int)minute]++;
    }

    private void End(int nextOwn, int trail)
    {
        _counts.AddRange(new ushort[trail]);
        _runs.Add(new MinuteRun(_part, _firstOwn, nextOwn - _firstOwn, [.. _counts]));
    }

    /// <summary>Minutes of silence after the user's last message: an hour, or less if the chat ends earlier.</summary>
    private int FinalTrail()
    {
        long known = WholeTime.Minutes(_part.Chat.EndUnixMilliseconds - Time(_part.Own.Length - 1));
        return (int)Math.Clamp(known, 0, TrailMinutes);
    }
}

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

/// <summary>Converts milliseconds to the units of the fit.</summary>
internal static class WholeTime
{
    public const long SecondMilliseconds = 1_000;

    public const long MinuteMilliseconds = 60 * SecondMilliseconds;

    /// <summary>Whole minutes, truncated toward zero: -0.5 minutes is minute 0 too, as in the original.</summary>
    public static long Minutes(long milliseconds) => milliseconds / MinuteMilliseconds;

    /// <summary>Whole seconds, truncated toward zero.</summary>
    public static long CutToSeconds(long milliseconds) => milliseconds / SecondMilliseconds;

    /// <summary>The nearest whole second; halves are rounded up.</summary>
    public static long RoundToSeconds(long milliseconds) =>
        (milliseconds + (SecondMilliseconds / 2)) / SecondMilliseconds;
}
