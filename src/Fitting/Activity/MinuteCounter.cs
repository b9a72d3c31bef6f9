using MGen.Fitting.Chats;

namespace MGen.Fitting.Activity;

/// <summary>
/// Counts a user's messages per minute and cuts the time into runs of minutes, as the original's <c>extract</c> does.
/// </summary>
internal sealed class MinuteCounter
{
    /// <summary>The longest silence inside a run, in minutes. A longer one ends the run.</summary>
    public const int MaxSilentMinutes = 120;

    /// <summary>Minutes of silence appended to a run if the chat continues for at least as long.</summary>
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
