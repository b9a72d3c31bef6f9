using MGen.Fitting.Chats;
using MGen.Fitting.Spells;

namespace MGen.Fitting.Races;

/// <summary>
/// The observations of one chat as a race of its members to send the next message: the messages of each member, and the
/// time at risk.
/// </summary>
internal sealed class ChatRace
{
    private static readonly int Kinds = Enum.GetValues<RaceKind>().Length;

    private readonly Dictionary<int, int> _places = [];
    private readonly List<double[]> _ownTime = [];
    private readonly List<long[]> _counts = [];

    private ChatRace(int members) => Members = members;

    /// <summary>Number of members.</summary>
    public int Members { get; }

    /// <summary>Total silence of the chat between bursts, in seconds.</summary>
    public double SilentSeconds { get; private set; }

    /// <summary>
    /// Time at risk in bursts by bin of the time since the last message, in seconds; the same for every member,
    /// including the sender of the last message.
    /// </summary>
    public double[] BurstTime { get; } = new double[RaceScale.BurstBins];

    /// <summary>
    /// Time at risk in silences by bin of the time since the silence began, in seconds of the chat's idle clock.
    /// </summary>
    public double[] SilenceTime { get; } = new double[RaceScale.SilenceBins];

    /// <summary>Number of messages by <see cref="RaceKind"/> and bin.</summary>
    public double[][] Events { get; } =
    [new double[RaceScale.BurstBins], new double[RaceScale.BurstBins], new double[RaceScale.SilenceBins]];

    /// <summary>
    /// The number of members at risk of sending the next message, divided by the number of authors at risk. Silent
    /// members are at risk, too, so an author's share of the messages of a kind is this multiple of a member's share.
    /// 1 without silent members, and for the kinds that only an author can send.
    /// </summary>
    public double MembersPerAuthor(RaceKind kind)
    {
        int authors = Authors.Count;
        return kind switch
        {
            RaceKind.Answer => authors > 1 ? (Members - 1.0) / (authors - 1) : 1,
            RaceKind.Begin => authors > 0 ? (double)Members / authors : 1,
            _ => 1,
        };
    }

    /// <summary>The members who sent a message.</summary>
    public IReadOnlyCollection<int> Authors => _places.Keys;

    /// <summary>Collects the observations of a chat.</summary>
    /// <param name="chat">The chat.</param>
    /// <param name="clock">The idle clock that measures its silences.</param>
    /// <param name="zone">Time zone of the members, if the times are UTC.</param>
    public static ChatRace From(Chat chat, IdleClock clock, TimeZoneInfo? zone = null)
    {
        ChatRace race = new(chat.Members);
        ChatMessage[] messages = chat.Messages;
        for (int i = 0; i < messages.Length; i++)
        {
            bool isLast = i + 1 == messages.Length;
            long next = isLast ? chat.EndUnixMilliseconds : messages[i + 1].UnixMilliseconds;
            double seconds = (next - messages[i].UnixMilliseconds) / 1_000.0;
            int place = race.Place(messages[i].Author);
            double idle =
                seconds < RaceScale.QuietSeconds
                    ? 0
                    : clock.SecondsOfSilence(LocalTimes.From(chat, messages[i].UnixMilliseconds, zone), seconds);
            race.AddTime(place, seconds, idle);
            if (!isLast)
                race.AddEvent(
                    messages[i + 1].Author,
                    isOwn: messages[i + 1].Author == messages[i].Author,
                    seconds,
                    idle
                );
        }
        return race;
    }

    /// <summary>Number of messages of a kind that an author sent.</summary>
    public long Count(int author, RaceKind kind) => _counts[_places[author]][(int)kind];

    /// <summary>
    /// Expected number of messages of a kind from one member under the given hazards, which are per member. Also
    /// defined for a member who sent none.
    /// </summary>
    public double Expected(int author, RaceKind kind, double[] hazard)
    {
        if (kind == RaceKind.Begin)
            return Sum(hazard, SilenceTime);
        double own = _places.TryGetValue(author, out int place) ? Sum(hazard, _ownTime[place]) : 0;
        return kind == RaceKind.Continue ? own : Sum(hazard, BurstTime) - own;
    }

    /// <summary>Time at risk of all members together in a bin, in seconds.</summary>
    public double TimeAtRisk(RaceKind kind, int bin) =>
        kind switch
        {
            RaceKind.Answer => BurstTime[bin] * (Members - 1),
            RaceKind.Continue => BurstTime[bin],
            _ => SilenceTime[bin] * Members,
        };

    private static double Sum(double[] hazard, double[] time)
    {
        double sum = 0;
        for (int bin = 0; bin < time.Length; bin++)
            sum += hazard[bin] * time[bin];
        return sum;
    }

    private int Place(int author)
    {
        if (!_places.TryGetValue(author, out int place))
        {
            _places.Add(author, place = _places.Count);
            _ownTime.Add(new double[RaceScale.BurstBins]);
            _counts.Add(new long[Kinds]);
        }
        return place;
    }

    private void AddTime(int sender, double seconds, double idle)
    {
        double talk = Math.Min(seconds, RaceScale.QuietSeconds);
        RaceScale.AddTime(BurstTime, talk);
        RaceScale.AddTime(_ownTime[sender], talk);
        if (seconds <= RaceScale.QuietSeconds)
            return;
        SilentSeconds += seconds - RaceScale.QuietSeconds;
        RaceScale.AddTime(SilenceTime, idle);
    }

    private void AddEvent(int author, bool isOwn, double seconds, double idle)
    {
        bool isSilent = seconds >= RaceScale.QuietSeconds;
        RaceKind kind =
            isSilent ? RaceKind.Begin
            : isOwn ? RaceKind.Continue
            : RaceKind.Answer;
        int bin = isSilent ? DelayScale.Bin(idle) : Math.Min(DelayScale.Bin(seconds), RaceScale.BurstBins - 1);
        Events[(int)kind][bin]++;
        _counts[Place(author)][(int)kind]++;
    }
}

/// <summary>How long a chat lasts, how long it is silent, and how many messages it has, with rate 1.</summary>
/// <param name="Seconds">From its first message to its end, in seconds.</param>
/// <param name="SilentSeconds">The part of that outside of bursts, in seconds.</param>
/// <param name="Messages">The number of messages.</param>
internal readonly record struct ChatPace(double Seconds, double SilentSeconds, double Messages)
{
    public static ChatPace operator +(ChatPace one, ChatPace other) =>
        new(one.Seconds + other.Seconds, one.SilentSeconds + other.SilentSeconds, one.Messages + other.Messages);

    /// <summary>The number of messages in the same time with another rate, which divides the silences.</summary>
    public double MessagesAt(double rate) =>
        Seconds > 0 ? Messages * Seconds / (Seconds - SilentSeconds + (SilentSeconds / rate)) : Messages;
}
