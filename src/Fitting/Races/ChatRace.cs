using MGen.Fitting.Chats;
using MGen.Fitting.Spells;

namespace MGen.Fitting.Races;

/// <summary>What a chat tells of the race of its members: who sent how often, and how much time there was to do so.</summary>
internal sealed class ChatRace
{
    private static readonly int Kinds = Enum.GetValues<RaceKind>().Length;

    private readonly Dictionary<int, int> _places = [];
    private readonly List<double[]> _ownTime = [];
    private readonly List<long[]> _counts = [];

    private ChatRace(int members) => Members = members;

    /// <summary>How many members the chat has.</summary>
    public int Members { get; }

    /// <summary>How long the chat was silent, in seconds.</summary>
    public double SilentSeconds { get; private set; }

    /// <summary>Time since the last message while the talk goes on, by bin, in seconds; of every member, the one who sent it included.</summary>
    public double[] TalkTime { get; } = new double[RaceScale.TalkBins];

    /// <summary>Time since the silence began on the chat's idle clock, by bin, in seconds of that clock.</summary>
    public double[] SilenceTime { get; } = new double[RaceScale.SilenceBins];

    /// <summary>Messages by kind and bin.</summary>
    public double[][] Events { get; } = [new double[RaceScale.TalkBins], new double[RaceScale.TalkBins], new double[RaceScale.SilenceBins]];

    /// <summary>Who wrote.</summary>
    public IReadOnlyCollection<int> Authors => _places.Keys;

    /// <summary>The race that a chat was.</summary>
    /// <param name="chat">The chat.</param>
    /// <param name="clock">What its silences are counted on.</param>
    /// <param name="zone">Where its people live, if its times are UTC.</param>
    public static ChatRace From(Chat chat, IdleClock clock, TimeZoneInfo? zone = null)
    {
        ChatRace race = new(chat.Members);
        ChatMessage[] messages = chat.Messages;
        for (int i = 0; i < messages.Length; i++)
        {
            bool isLast = i + 1 == messages.Length;
            double seconds = ((isLast ? chat.EndUnixMilliseconds : messages[i + 1].UnixMilliseconds) - messages[i].UnixMilliseconds) / 1_000.0;
            int place = race.Place(messages[i].Author);
            double idle = seconds < RaceScale.QuietSeconds ? 0 : clock.SecondsOfSilence(LocalTimes.Of(chat, messages[i].UnixMilliseconds, zone), seconds);
            race.AddTime(place, seconds, idle);
            if (!isLast)
                race.AddEvent(messages[i + 1].Author, isOwn: messages[i + 1].Author == messages[i].Author, seconds, idle);
        }
        return race;
    }

    /// <summary>How many messages of a kind an author sent.</summary>
    public long Count(int author, RaceKind kind) => _counts[_places[author]][(int)kind];

    /// <summary>How many messages of a kind a member is expected to send under these hazards per member; one who never wrote, too.</summary>
    public double Expected(int author, RaceKind kind, double[] hazard)
    {
        if (kind == RaceKind.Begin)
            return Sum(hazard, SilenceTime);
        double own = _places.TryGetValue(author, out int place) ? Sum(hazard, _ownTime[place]) : 0;
        return kind == RaceKind.Continue ? own : Sum(hazard, TalkTime) - own;
    }

    /// <summary>Time at risk of all members together, by bin, in seconds.</summary>
    public double TimeAtRisk(RaceKind kind, int bin) => kind switch
    {
        RaceKind.Answer => TalkTime[bin] * (Members - 1),
        RaceKind.Continue => TalkTime[bin],
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
            _ownTime.Add(new double[RaceScale.TalkBins]);
            _counts.Add(new long[Kinds]);
        }
        return place;
    }

    private void AddTime(int sender, double seconds, double idle)
    {
        double talk = Math.Min(seconds, RaceScale.QuietSeconds);
        RaceScale.AddTime(TalkTime, talk);
        RaceScale.AddTime(_ownTime[sender], talk);
        if (seconds <= RaceScale.QuietSeconds)
            return;
        SilentSeconds += seconds - RaceScale.QuietSeconds;
        RaceScale.AddTime(SilenceTime, idle);
    }

    private void AddEvent(int author, bool isOwn, double seconds, double idle)
    {
        bool isSilent = seconds >= RaceScale.QuietSeconds;
        RaceKind kind = isSilent ? RaceKind.Begin : isOwn ? RaceKind.Continue : RaceKind.Answer;
        int bin = isSilent ? DelayScale.Bin(idle) : Math.Min(DelayScale.Bin(seconds), RaceScale.TalkBins - 1);
        Events[(int)kind][bin]++;
        _counts[Place(author)][(int)kind]++;
    }
}
