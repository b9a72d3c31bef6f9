using MGen.Fitting.Chats;
using MGen.Fitting.Models;
using MGen.Model.Conversations;
using MGen.Model.Randomness;
using MGen.Simulation;
using MGen.Simulation.Latencies;

namespace MGen.Fitting.Goodness;

/// <summary>Lets fitted users hold their chats again, each for as long as it lasted, in virtual time and without a network's delay.</summary>
internal sealed class ChatSimulation
{
    private readonly ChatSet _real;
    private readonly FitOptions _options;
    private readonly ConversationModel?[] _models;

    public ChatSimulation(ChatSet real, IReadOnlyList<FittedUser> users, FitOptions options)
    {
        (_real, _options) = (real, options);
        _models = [.. users.Select(user => user.Model?.ToConversationModel(options.Timeout))];
    }

    /// <summary>The chats as simulated; chats in which nobody wrote are left out. The same for any number of threads.</summary>
    /// <param name="longest">Longest time that a chat is simulated for.</param>
    /// <param name="stop">Gives up.</param>
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
        int[] users = [.. real.Messages.Select(message => message.Author).Distinct().Where(user => _models[user] is not null).Order()];
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
        new Simulator(new ChatMembers(number, users, [.. users.Select(user => _models[user]!)]), options).Run(sent, stop);
        ChatMessage[] messages = sent.ToArray();
        long end = SimulationOptions.DefaultEpoch.ToUnixTimeMilliseconds() + (long)duration.TotalMilliseconds;
        return messages.Length == 0 ? null : new Chat(messages, Math.Max(end, messages[^1].UnixMilliseconds), real.Members);
    }
}
