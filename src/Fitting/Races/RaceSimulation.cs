using System.Collections.Concurrent;
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
/// Simulates the chats with the fitted users in virtual time and without network delay: with the same members or with
/// random ones, for the same time. The same seed gives the same draws, so that two models are compared with common
/// random numbers.
/// </summary>
/// <param name="chats">The real chats.</param>
/// <param name="fit">The fitted users.</param>
/// <param name="seed">Seed of all draws.</param>
/// <param name="threads">Largest number of threads; the result does not depend on it.</param>
/// <param name="longest">Longest time for which a chat is simulated.</param>
/// <param name="zone">Time zone of the members of chats whose times are UTC.</param>
internal sealed class RaceSimulation(
    ChatSet chats,
    RaceFit fit,
    ulong seed,
    int threads,
    TimeSpan longest,
    TimeZoneInfo? zone
)
{
    /// <summary>
    /// A simulated chat stops at this multiple of the real number of messages plus <see cref="MostAtLeast"/>: in that
    /// case the fit is useless.
    /// </summary>
    private const int MostTimesReal = 5;
    private const int MostAtLeast = 10_000;

    /// <summary>The simulated chats of a class, without those that have no message.</summary>
    /// <param name="sizeClass">The class's number.</param>
    /// <param name="repetition">Number of the independent simulation.</param>
    /// <param name="stop">Cancels the simulation.</param>
    public SimulatedChat[] Run(int sizeClass, int repetition, CancellationToken stop) =>
        RunAuthors(sizeClass, repetition, fit.Rates.For, fit.ModelWithRates, stop);

    /// <summary>
    /// The simulated chats of a class, all with the mean rate, with the models as they are written.
    /// </summary>
    public SimulatedChat[] RunWithMeanRate(int sizeClass, int repetition, CancellationToken stop) =>
        RunAuthors(sizeClass, repetition, _ => 1, fit.Model, stop);

    /// <summary>
    /// Simulated chats of a class with members drawn at random from all users with a model, as in a population: of the
    /// same sizes and for the same time, all with the mean rate, with the models as they are written. Chats without
    /// messages are left out.
    /// </summary>
    /// <param name="sizeClass">The class's number.</param>
    /// <param name="repetitions">Numbers of the independent simulations. Each has its own members.</param>
    /// <param name="stop">Cancels the simulation.</param>
    public SimulatedChat[] RunWithRandomMembers(int sizeClass, IEnumerable<int> repetitions, CancellationToken stop)
    {
        int[] people = [.. chats.Chats.SelectMany(Authors).Distinct().Order()];
        ConcurrentDictionary<int, ConversationModel> models = [];
        ConversationModel ModelFor(int person) =>
            models.GetOrAdd(person, one => fit.Model(one, sizeClass).ToConversationModel());
        return
        [
            .. repetitions.SelectMany(repetition =>
                Run(
                    ChatsOf(sizeClass),
                    number => Cast.AtRandom(number, chats.Chats[number].Members, people, repetition, seed),
                    ModelFor,
                    _ => 1,
                    repetition,
                    stop
                )
            ),
        ];
    }

    /// <summary>Whether a simulated chat was stopped because it had many times the messages of the real one.</summary>
    public bool IsStopped(SimulatedChat simulated) =>
        simulated.Chat.Messages.Length >= Limit(chats.Chats[simulated.Number]);

    /// <summary>The numbers of the chats of a class.</summary>
    public int[] ChatsOf(int sizeClass) =>
        [.. Enumerable.Range(0, chats.Chats.Count).Where(number => fit.ClassOfChat[number] == sizeClass)];

    private SimulatedChat[] RunAuthors(
        int sizeClass,
        int repetition,
        Func<int, double> rateFor,
        Func<int, int, ClassModel> modelFor,
        CancellationToken stop
    )
    {
        int[] numbers = ChatsOf(sizeClass);
        int[] people = [.. numbers.SelectMany(number => Authors(chats.Chats[number])).Distinct().Order()];
        Dictionary<int, ConversationModel> models = people.ToDictionary(
            person => person,
            person => modelFor(person, sizeClass).ToConversationModel()
        );
        return Run(
            numbers,
            number => Cast.OfAuthors(number, chats.Chats[number], people),
            person => models[person],
            rateFor,
            repetition,
            stop
        );
    }

    private SimulatedChat[] Run(
        int[] numbers,
        Func<int, Cast> castFor,
        Func<int, ConversationModel> modelFor,
        Func<int, double> rateFor,
        int repetition,
        CancellationToken stop
    )
    {
        var simulated = new Chat?[numbers.Length];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = threads, CancellationToken = stop };
        Parallel.For(
            0,
            numbers.Length,
            parallel,
            i =>
                simulated[i] = Simulate(
                    numbers[i],
                    castFor(numbers[i]),
                    modelFor,
                    rateFor(numbers[i]),
                    repetition,
                    stop
                )
        );
        return
        [
            .. numbers
                .Zip(simulated)
                .Where(one => one.Second is not null)
                .Select(one => new SimulatedChat(one.First, one.Second!)),
        ];
    }

    /// <summary>Share of the real messages by hour of the day.</summary>
    public double[] RealHours() => ClassStatistics.Hours(chats.Chats, zone);

    /// <summary>The time for which a chat is simulated.</summary>
    public TimeSpan Span(Chat chat)
    {
        TimeSpan span = TimeSpan.FromMilliseconds(chat.EndUnixMilliseconds - chat.Messages[0].UnixMilliseconds);
        return span < longest ? span : longest;
    }

    /// <summary>The number of messages at which the simulation of a chat stops.</summary>
    private static long Limit(Chat chat) => (MostTimesReal * (long)chat.Messages.Length) + MostAtLeast;

    private static IEnumerable<int> Authors(Chat chat) => chat.Messages.Select(message => message.Author).Distinct();

    private Chat? Simulate(
        int number,
        Cast cast,
        Func<int, ConversationModel> modelFor,
        double rate,
        int repetition,
        CancellationToken stop
    )
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
        long start = LocalTimes.From(real, real.Messages[0].UnixMilliseconds, zone);
        Rhythm? rhythm = fit.Rhythm?.StartingAt(DateTime.UnixEpoch.AddMilliseconds(start));
        new Simulator(new Members(number, cast, modelFor, chats.Users, rate, rhythm), options).Run(sent, stop);
        long sinceEpoch = start - SimulationOptions.DefaultEpoch.ToUnixTimeMilliseconds();
        long resolution = Resolution(real);
        ChatMessage[] messages =
        [
            .. sent.ToArray()
                .Select(message =>
                {
                    long time = message.UnixMilliseconds + sinceEpoch;
                    return message with { UnixMilliseconds = time - (time % resolution) };
                }),
        ];
        long end = start + (long)duration.TotalMilliseconds;
        return messages.Length == 0
            ? null
            : new Chat(messages, Math.Max(end, messages[^1].UnixMilliseconds), real.Members) { HasLocalTimes = true };
    }

    /// <summary>
    /// Times of a chat are rounded down to multiples of this, in milliseconds. Most exports have whole seconds, and so
    /// must the simulated chat: otherwise gaps of seconds would differ by half a second.
    /// </summary>
    private static long Resolution(Chat chat) =>
        chat.Messages.All(message => message.UnixMilliseconds % 1_000 == 0) ? 1_000 : 1;

    /// <summary>The users whose models the members of a simulated chat have.</summary>
    /// <param name="Members">The users, one per member.</param>
    /// <param name="Authors">
    /// Number of members, at the start of the list, who are authors of the chat and have the authors' names.
    /// </param>
    private sealed record Cast(IReadOnlyList<int> Members, int Authors)
    {
        /// <summary>
        /// The authors of a chat, in the order of their first messages, and for each silent member an author of the
        /// class, who may also be one of this chat. The authors for silent members are taken in rotation, beginning at
        /// the chat's number, so that chats do not all use the same ones.
        /// </summary>
        public static Cast OfAuthors(int number, Chat real, int[] people)
        {
            List<int> members = [.. RaceSimulation.Authors(real)];
            int authors = members.Count;
            for (int i = number; members.Count < real.Members; i++)
                members.Add(people[i % people.Length]);
            return new Cast(members, authors);
        }

        /// <summary>Users drawn at random, different ones in each repetition.</summary>
        public static Cast AtRandom(int number, int members, int[] people, int repetition, ulong seed)
        {
            Xoshiro256 random = ConversationSeed.Create(
                seed,
                number.ToString(CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"random members {repetition}")
            );
            int[] drawn = new int[members];
            for (int i = 0; i < drawn.Length; i++)
                drawn[i] = people[random.NextBelow((ulong)people.Length)];
            return new Cast(drawn, Authors: 0);
        }
    }

    /// <summary>
    /// The members of one chat as a population of one group. Members who are not authors have numbers above those of
    /// all users as names. The first member starts immediately, as in the real chat.
    /// </summary>
    private sealed class Members(
        int chat,
        Cast cast,
        Func<int, ConversationModel> modelFor,
        int users,
        double rate,
        Rhythm? rhythm
    ) : ISimulatedPopulation
    {
        public int UserCount => cast.Members.Count;

        public int GroupCount => 1;

        public long ConversationCount => cast.Members.Count;

        public string GroupName(int group) => chat.ToString(CultureInfo.InvariantCulture);

        public int MemberCount(int group) => cast.Members.Count;

        public SimulatedMember Member(int group, int member) =>
            new()
            {
                User = UserName(group, member),
                Model = modelFor(cast.Members[member]) with { IdleRate = rate, Rhythm = rhythm },
                FirstIdle = member == 0 ? TimeSpan.Zero : null,
            };

        public string UserName(int group, int member) =>
            (member < cast.Authors ? cast.Members[member] : users + member).ToString(CultureInfo.InvariantCulture);
    }
}

/// <summary>A simulated chat.</summary>
/// <param name="Number">Number of the real chat.</param>
/// <param name="Chat">The simulated chat.</param>
internal sealed record SimulatedChat(int Number, Chat Chat);
