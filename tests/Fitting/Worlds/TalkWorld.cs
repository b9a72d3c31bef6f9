using MGen.Fitting.Chats;
using MGen.Model.Randomness;

namespace MGen.Fitting.Tests.Worlds;

/// <summary>
/// Chats of people made by rules that are not the conversation machine's: talks begin by hour and weekday, a part of the members takes turns in them,
/// pauses are log-normal, some answers come hours late. Everybody is in several chats of 2 to 40 members.
/// </summary>
internal sealed class TalkWorld
{
    private const long Start = 1_709_251_200_000; // 2024-03-01
    private const double DaySeconds = 86_400;
    private const double LateShare = 0.04;

    /// <summary>Relative frequency of talks that begin in each hour of the day: nobody begins at night.</summary>
    private static readonly double[] Hours = [0.3, 0.1, 0, 0, 0, 0, 0.2, 0.7, 1, 1, 1, 1.1, 1.3, 1.2, 1, 1, 1.1, 1.3, 1.6, 1.9, 2.1, 2, 1.5, 0.8];

    private readonly TalkWorldOptions _options;
    private readonly double[] _talkative;
    private Xoshiro256 _random;

    private TalkWorld(TalkWorldOptions options)
    {
        (_options, _random) = (options, Xoshiro256.FromSeed(options.Seed));
        _talkative = [.. Enumerable.Range(0, options.People).Select(_ => Math.Exp(0.6 * Normal()))];
    }

    /// <summary>The chats of such a world.</summary>
    public static ChatSet Create(TalkWorldOptions options)
    {
        TalkWorld world = new(options);
        return new ChatSet([.. options.Sizes.Select(world.CreateChat)], options.People);
    }

    private Chat CreateChat(int size)
    {
        int[] members = Members(size);
        double[] weight = [.. members.Select(member => _talkative[member] * Math.Exp(0.5 * Normal()))];
        double talksPerDay = _options.TalksPerDay * Math.Exp((_options.ChatSpread * Normal()) - (_options.ChatSpread * _options.ChatSpread / 2)) * Math.Pow(size - 1, _options.GrowthWithSize);
        List<(double Second, int Member)> sent = [];
        for (double day = 0; day < _options.Days; day++)
        {
            bool isWeekend = (int)day % 7 is 1 or 2;
            double mean = talksPerDay * (isWeekend ? 1.4 : 0.84);
            for (double at = Exponential(1); at < mean; at += Exponential(1))
                Talk(sent, (day * DaySeconds) + TimeOfDay(), members, weight);
        }
        return ToChat(sent, size);
    }

    private Chat ToChat(List<(double Second, int Member)> sent, int size)
    {
        double end = _options.Days * DaySeconds;
        ChatMessage[] messages = [.. sent.Where(message => message.Second < end).OrderBy(message => message.Second)
            .Select(message => new ChatMessage(Start + (long)(message.Second * 1_000), message.Member, 20 + (uint)(100 * Exponential(1)), ChatMessage.NoMedia))];
        return new Chat(messages, Start + (long)(end * 1_000), size);
    }

    /// <summary>One talk: its members take turns of one message or more, until a geometric number of messages is sent.</summary>
    private void Talk(List<(double Second, int Member)> sent, double from, int[] members, double[] weight)
    {
        int present = Math.Min(members.Length, 2 + (int)Exponential(1.2));
        int[] party = Party(weight, present);
        int length = 1 + (int)Exponential(_options.MeanBurst - 0.6);
        (double at, int speaker) = (from, party[0]);
        sent.Add((at, members[speaker]));
        for (int i = 1; i < length; i++)
        {
            bool goesOn = _random.NextDouble() < 0.3;
            if (!goesOn)
                speaker = Other(party, weight, speaker);
            at += Pause(goesOn);
            sent.Add((at, members[speaker]));
        }
    }

    private double Pause(bool goesOn)
    {
        if (!goesOn && _random.NextDouble() < LateShare)
            return Math.Exp(Math.Log(3_600) + Normal());
        if (_options.HasExponentialPauses)
            return Exponential(goesOn ? 15 : 60);
        return goesOn ? Math.Exp(Math.Log(11) + (0.8 * Normal())) : Math.Exp(Math.Log(38) + (1.1 * Normal()));
    }

    private int[] Members(int size)
    {
        int[] people = [.. Enumerable.Range(0, _options.People)];
        for (int i = 0; i < size; i++)
        {
            int other = i + (int)_random.NextBelow((ulong)(people.Length - i));
            (people[i], people[other]) = (people[other], people[i]);
        }
        return people[..size];
    }

    private int[] Party(double[] weight, int present)
    {
        List<int> party = [];
        while (party.Count < present)
        {
            int next = Draw(weight);
            if (!party.Contains(next))
                party.Add(next);
        }
        return [.. party];
    }

    private int Other(int[] party, double[] weight, int speaker)
    {
        int[] others = [.. party.Where(member => member != speaker)];
        return others[Draw([.. others.Select(other => weight[other])])];
    }

    private int Draw(double[] weight)
    {
        double left = _random.NextDouble() * weight.Sum();
        int i = 0;
        while (i < weight.Length - 1 && (left -= weight[i]) > 0)
            i++;
        return i;
    }

    private double TimeOfDay()
    {
        int hour = Draw(Hours);
        return (hour + _random.NextDouble()) * 3_600;
    }

    private double Exponential(double mean) => -mean * Math.Log(_random.NextOpenDouble());

    private double Normal() => Math.Sqrt(-2 * Math.Log(_random.NextOpenDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
