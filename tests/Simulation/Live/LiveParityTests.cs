using MGen.EventLog;
using MGen.Model.Configuration;
using MGen.Model.Conversations;
using MGen.Model.Distributions;
using MGen.Simulation.Populations;
using MGen.Simulation.Tests.Support;
using MGen.Wire;
using LogState = MGen.EventLog.ConversationState;

namespace MGen.Simulation.Tests.Live;

/// <summary>
/// A live run and a simulated one with the same seed and the same fixed latency have the same lines at the same times. What makes that
/// well-defined: the live swarm's clock moves only when nothing is on its way (a fixed latency of 0), all times of the models are whole
/// milliseconds (to which a live deadline is rounded up), and no deadline of a conversation falls on the instant of an arrival there (which the
/// test checks).
/// </summary>
public sealed class LiveParityTests
{
    private const ulong Seed = 11;

    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(8);

    [Fact]
    public async Task Run_SameSeedAndNoLatency_LogsWhatALiveSwarmLogs()
    {
        Simulated simulated = Simulated.Run(
            new ConfiguredPopulation(Users(new HostPort("127.0.0.1", 1))), Simulated.Plain with { Seed = Seed, Duration = Duration, StaggerScale = 1 });
        AssertNoTies(simulated.Events);

        IReadOnlyList<LogEvent> live = await LiveRun.RunAsync(Users, Seed, Duration);

        Assert.InRange(live.Count(item => item.Kind == EventKind.Send), 200, 2_000);
        Assert.Contains(live, item => item is { Kind: EventKind.Send, From: LogState.Active });
        Assert.Contains(live, item => item is { Kind: EventKind.Receive, From: LogState.Idle, To: LogState.Active });
        Assert.Equal(Sends(simulated.Events), Sends(live));
        Assert.Equal(Lines(simulated.Events), Lines(live));
        Assert.Equal(IdleLines(simulated.Events), IdleLines(live));
    }

    /// <summary>What issue 4 asks for: user, group, id, size and state of each message sent, in order.</summary>
    private static IEnumerable<(string? User, string? Group, uint Id, long Blocks, LogState From, LogState To)> Sends(IReadOnlyList<LogEvent> events) =>
        events.Where(item => item.Kind == EventKind.Send).Select(item => (item.User, item.Group, item.Id, item.Amount, item.From, item.To));

    /// <summary>All lines but Idle's, with their times; lines of the same instant in an order of their own, for receipts of one message race.</summary>
    private static IEnumerable<string> Lines(IReadOnlyList<LogEvent> events) => events
        .Where(item => item.Kind != EventKind.Idle)
        .Select(item => $"{item.UnixNanoseconds} {item.User} {item.Group} {item.Kind} {item.From} {item.To} {item.Other} {item.Amount} {item.Id}")
        .Order(StringComparer.Ordinal);

    private static Dictionary<(string?, string?), int> IdleLines(IReadOnlyList<LogEvent> events) =>
        events.Where(item => item.Kind == EventKind.Idle).CountBy(item => (item.User, item.Group)).ToDictionary();

    /// <summary>Within an instant no conversation sends or leaves, and receives: its Idle lines are those that its other lines explain.</summary>
    private static void AssertNoTies(IReadOnlyList<LogEvent> events)
    {
        foreach (var instant in events.GroupBy(item => (item.User, item.Group, item.UnixNanoseconds)))
        {
            EventKind[] kinds = [.. instant.Select(item => item.Kind)];
            Assert.False(kinds.Contains(EventKind.Send) && kinds.Contains(EventKind.Receive), instant.Key.ToString());
            Assert.True(kinds.Length == 1 || kinds.Count(kind => kind == EventKind.Idle) <= kinds.Count(kind => kind != EventKind.Idle), instant.Key.ToString());
        }
    }

    private static IReadOnlyList<UserConfig> Users(HostPort server) =>
    [
        User("alice", server, "pair", "trio", "club"),
        User("bob", server, "pair", "club"),
        User("carol", server, "trio", "club"),
        User("dave", server, "trio", "club", "alone"),
    ];

    private static UserConfig User(string name, HostPort server, params IEnumerable<string> groups) => new()
    {
        File = name,
        User = Identifier.Create(name),
        Conversations = [.. groups.Select(group => new ConversationConfig
        {
            Group = Identifier.Create(group),
            MessageServers = [server],
            WebServer = server,
            Bootstrap = TimeSpan.FromSeconds(12),
            Retry = TimeSpan.FromSeconds(1),
            Model = Chatty,
            Position = new ConfigPosition(name, 1, 1),
        })],
    };

    private static ConversationModel Chatty { get; } = new(
        new BernoulliTrial(0.7),
        new BernoulliTrial(0.4),
        new PoissonSize(3),
        Milliseconds(20_000, 90_000),
        Milliseconds(3_000, 15_000),
        Milliseconds(900, 9_000),
        Milliseconds(500, 11_000),
        ActiveTimeoutRule.Quiet);

    /// <summary>The whole milliseconds between two, all with the same probability, that are the same in seconds as doubles: most of them.</summary>
    private static WeightedTime Milliseconds(int from, int to)
    {
        double[] seconds = [.. Enumerable.Range(from, to - from)
            .Where(ms => (long)(ms / 1000.0 * TimeSpan.TicksPerSecond) == ms * TimeSpan.TicksPerMillisecond)
            .Select(ms => ms / 1000.0)];
        return new WeightedTime(WeightsTable.Create([.. Enumerable.Repeat(1u, seconds.Length)], seconds));
    }
}
