using System.Globalization;
using MGen.EventLog;
using MGen.Fitting.Chats;
using MGen.Fitting.Models;
using MGen.Model.Conversations;
using MGen.Model.Randomness;
using MGen.Simulation;
using MGen.Simulation.Events;
using MGen.Simulation.Latencies;
using MGen.Simulation.Populations;

namespace MGen.Fitting.Goodness;

/// <summary>
/// Simulates the chats with the fitted users, each for at most the time of the real chat, in virtual time and without
/// network delay.
/// </summary>
internal sealed class ChatSimulation
{
    private readonly ChatSet _real;
    private readonly FitOptions _options;
    private readonly ConversationModel?[] _models;

    public ChatSimulation(ChatSet real, IReadOnlyList<FittedUser> users, FitOptions options)
    {
        _real = real;
        _options = options;
        _models = [.. users.Select(user => user.Model?.ToConversationModel(options.Timeout))];
    }

    /// <summary>
    /// Simulates all chats. The result leaves out chats without a simulated message, and does not depend on the number
    /// of threads.
    /// </summary>
    /// <param name="longest">Longest time for which a chat is simulated.</param>
    /// <param name="stop">Cancels the simulation.</param>
    public ChatSet Run(TimeSpan longest, CancellationToken stop)
    {
        var chats = new Chat?[_real.Chats.Count];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = _options.Threads, CancellationToken = stop };
        Parallel.For(0, chats.Length, parallel, i => chats[i] = Simulate(i, longest, stop));
        return new ChatSet([.. chats.OfType<Chat>()], _real.Users);
    }

    private Chat? Simulate(int number, TimeSpan longest, CancellationToken stop)
    {
        Chat real = _real.Chats[number];
        int[] users =
        [
            .. real
                .Messages.Select(message => message.Author)
                .Distinct()
                .Where(user => _models[user] is not null)
                .Order(),
        ];
        TimeSpan span = TimeSpan.FromMilliseconds(real.EndUnixMilliseconds - real.Messages[0].UnixMilliseconds);
        if (users.Length == 0 || span <= TimeSpan.Zero)
            return null;
        TimeSpan duration = span < longest ? span : longest;
        SimulationOptions options = new()
        {
            Seed = ConversationSeed.Hash(_options.Seed, "goodness", ""),
            Duration = duration,
            Grace = TimeSpan.Zero,
            StaggerScale = 0,
            Latency = LatencyModel.Constant(TimeSpan.Zero),
            BufferedEvents = 100_000,
        };
        SentMessages sent = new();
        new Simulator(new ChatMembers(number, users, [.. users.Select(user => _models[user]!)]), options).Run(
            sent,
            stop
        );
        ChatMessage[] messages = sent.ToArray();
        long end = SimulationOptions.DefaultEpoch.ToUnixTimeMilliseconds() + (long)duration.TotalMilliseconds;
        return messages.Length == 0
            ? null
            : new Chat(messages, Math.Max(end, messages[^1].UnixMilliseconds), real.Members);
    }
}

/// <summary>The fitted users of one chat as a population of one group. A user's name is their number.</summary>
internal sealed class ChatMembers(int chat, IReadOnlyList<int> users, IReadOnlyList<ConversationModel> models)
    : ISimulatedPopulation
{
    public int UserCount => users.Count;

    public int GroupCount => 1;

    public long ConversationCount => users.Count;

    public string GroupName(int group) => chat.ToString(CultureInfo.InvariantCulture);

    public int MemberCount(int group) => users.Count;

    public SimulatedMember Member(int group, int member) =>
        new() { User = UserName(group, member), Model = models[member] };

    public string UserName(int group, int member) => users[member].ToString(CultureInfo.InvariantCulture);
}

/// <summary>Collects the messages that a simulation sends as messages of a chat.</summary>
internal sealed class SentMessages : IEventSink
{
    private readonly List<ChatMessage> _messages = [];

    public void Write(in LogEvent item)
    {
        if (item.Kind != EventKind.Send)
            return;
        int user = int.Parse(item.User!, CultureInfo.InvariantCulture);
        long milliseconds = item.UnixNanoseconds / TimeSpan.NanosecondsPerTick / TimeSpan.TicksPerMillisecond;
        _messages.Add(new ChatMessage(milliseconds, user, MessageSizer.BytesOf(item.Amount), ChatMessage.NoMedia));
    }

    /// <summary>All messages so far, in the order of time.</summary>
    public ChatMessage[] ToArray() => [.. _messages];
}
