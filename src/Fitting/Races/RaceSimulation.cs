using System.Globalization;
using MGen.Fitting.Chats;
using MGen.Fitting.Goodness;
using MGen.Model.Conversations;
using MGen.Model.Randomness;
using MGen.Simulation;
using MGen.Simulation.Latencies;
using MGen.Simulation.Populations;

namespace MGen.Fitting.Races;

/// <summary>
/// Lets the fitted people hold their chats again in virtual time, without a network's delay: the same members, as long as the chats lasted. The same seed
/// makes the same draws, so that two models are compared by common random numbers.
/// </summary>
/// <param name="chats">The real chats.</param>
/// <param name="fit">The people.</param>
/// <param name="seed">Seed of all draws.</param>
/// <param name="threads">Most threads; the result is the same.</param>
/// <param name="longest">Longest time that a chat is simulated for.</param>
/// <param name="zone">Where people live whose chats have times in UTC.</param>
internal sealed class RaceSimulation(ChatSet chats, RaceFit fit, ulong seed, int threads, TimeSpan longest, TimeZoneInfo? zone)
{
    /// <summary>A simulated chat ends at so many times the messages of the real one, and a few more: far from a fit that is any good.</summary>
    private const int MostTimesReal = 5;
    private const int MostAtLeast = 10_000;

    /// <summary>The chats of a class as simulated, but those in which nobody wrote.</summary>
    /// <param name="sizeClass">The class's number.</param>
    /// <param name="repetition">Which of several independent simulations.</param>
    /// <param name="stop">Gives up.</param>
    public SimulatedChat[] Run(int sizeClass, int repetition, CancellationToken stop)
    {
        int[] numbers = [.. Enumerable.Range(0, chats.Chats.Count).Where(number => fit.ClassOfChat[number] == sizeClass)];
        int[] people = [.. numbers.SelectMany(number => Authors(chats.Chats[number])).Distinct().Order()];
        Dictionary<int, ConversationModel> models = people.ToDictionary(person => person, person => fit.Model(person, sizeClass).ToConversationModel());
        var simulated = new Chat?[numbers.Length];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = threads, CancellationToken = stop };
        Parallel.For(0, numbers.Length, parallel, i => simulated[i] = Simulate(numbers[i], people, models, repetition, stop));
        return [.. numbers.Zip(simulated).Where(one => one.Second is not null).Select(one => new SimulatedChat(one.First, one.Second!))];
    }

    /// <summary>For how long a chat is simulated; seconds.</summary>
    public TimeSpan Span(Chat chat)
    {
        TimeSpan span = TimeSpan.FromMilliseconds(chat.EndUnixMilliseconds - chat.Messages[0].UnixMilliseconds);
        return span < longest ? span : longest;
    }

    /// <summary>How many messages end the simulation of a chat.</summary>
    public static long Limit(Chat chat) => (MostTimesReal * (long)chat.Messages.Length) + MostAtLeast;

    private static IEnumerable<int> Authors(Chat chat) => chat.Messages.Select(message => message.Author).Distinct();

    private Chat? Simulate(int number, int[] people, Dictionary<int, ConversationModel> models, int repetition, CancellationToken stop)
    {
        Chat real = chats.Chats[number];
        TimeSpan duration = Span(real);
        if (duration <= TimeSpan.Zero)
            return null;
        SimulationOptions options = new()
        {
            Seed = ConversationSeed.Hash(seed, "goodness", repetition.ToString(CultureInfo.InvariantCulture)),
            Duration = duration,
            Grace = TimeSpan.Zero,
            StaggerScale = 0,
            Latency = LatencyModel.Constant(TimeSpan.Zero),
            BufferedEvents = 100_000,
            LogSendsOnly = true,
            MostMessagesPerGroup = Limit(real),
        };
        SentMessages sent = new();
        long start = LocalTimes.Of(real, real.Messages[0].UnixMilliseconds, zone);
        Rhythm? rhythm = fit.Rhythm?.StartingAt(DateTime.UnixEpoch.AddMilliseconds(start));
        new Simulator(new Members(number, Roster(real, people), models, chats.Users, fit.Rates.Of(number), rhythm), options).Run(sent, stop);
        long sinceEpoch = start - SimulationOptions.DefaultEpoch.ToUnixTimeMilliseconds();
        ChatMessage[] messages = [.. sent.ToArray().Select(message => message with { UnixMilliseconds = message.UnixMilliseconds + sinceEpoch })];
        long end = start + (long)duration.TotalMilliseconds;
        return messages.Length == 0 ? null : new Chat(messages, Math.Max(end, messages[^1].UnixMilliseconds), real.Members) { HasLocalTimes = true };
    }

    /// <summary>Who takes part: those who wrote, the first one first, and for each member who did not somebody else of the class in turn.</summary>
    private static List<int> Roster(Chat real, int[] people)
    {
        List<int> roster = [.. Authors(real)];
        for (int i = 0; roster.Count < real.Members; i++)
            roster.Add(people[i % people.Length]);
        return roster;
    }

    /// <summary>The members of one chat, as a population of one group. A stand-in's name is a number above all users'. The first member begins at once, as in the real chat.</summary>
    private sealed class Members(int chat, List<int> roster, Dictionary<int, ConversationModel> models, int users, double rate, Rhythm? rhythm) : ISimulatedPopulation
    {
        private readonly int _authors = roster.Distinct().Count();

        public int UserCount => roster.Count;

        public int GroupCount => 1;

        public long ConversationCount => roster.Count;

        public string GroupName(int group) => chat.ToString(CultureInfo.InvariantCulture);

        public int MemberCount(int group) => roster.Count;

        public SimulatedMember Member(int group, int member) => new()
        {
            User = UserName(group, member),
            Model = models[roster[member]] with { IdleRate = rate, Rhythm = rhythm },
            FirstIdle = member == 0 ? TimeSpan.Zero : null,
        };

        public string UserName(int group, int member) =>
            (member < _authors ? roster[member] : users + member).ToString(CultureInfo.InvariantCulture);
    }
}

/// <summary>A chat as simulated.</summary>
/// <param name="Number">The number of the real chat.</param>
/// <param name="Chat">The simulated one.</param>
internal sealed record SimulatedChat(int Number, Chat Chat);
