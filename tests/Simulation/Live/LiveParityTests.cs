using MGen.EventLog;
using MGen.Model.Configuration;
using MGen.Simulation.Populations;
using MGen.Simulation.Tests.Support;
using MGen.Wire;

namespace MGen.Simulation.Tests.Live;

/// <summary>
/// A live run and a simulated one with the same seed and the same constant latency have the same lines at the same
/// times. Three conditions make this well-defined: the live swarm's clock advances only when no frame is in flight (a
/// constant latency of 0), all times of the models are whole milliseconds (to which a live deadline is rounded up), and
/// no deadline of a conversation coincides with an arrival there (which the test checks).
/// </summary>
public sealed class LiveParityTests
{
    private const ulong Seed = 11;

    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(8);

    [Fact]
    public async Task Run_SameSeedAndNoLatency_LogsWhatALiveSwarmLogs()
    {
        Simulated simulated = Simulated.Run(
            new ConfiguredPopulation(Users(new HostPort("127.0.0.1", 1))),
            Simulated.Plain with
            {
                Seed = Seed,
                Duration = Duration,
                StaggerScale = 1,
            }
        );
        LiveComparison.AssertNoTies(simulated.Events);

        IReadOnlyList<LogEvent> live = await LiveRun.RunAsync(Users, Seed, Duration);

        LiveComparison.AssertSame(simulated.Events, live);
    }

    private static IReadOnlyList<UserConfig> Users(HostPort server) =>
        [
            User("alice", server, "pair", "trio", "club"),
            User("bob", server, "pair", "club"),
            User("carol", server, "trio", "club"),
            User("dave", server, "trio", "club", "alone"),
        ];

    private static UserConfig User(string name, HostPort server, params IEnumerable<string> groups) =>
        new()
        {
            File = name,
            User = Identifier.Create(name),
            Conversations =
            [
                .. groups.Select(group => new ConversationConfig
                {
                    Group = Identifier.Create(group),
                    MessageServers = [server],
                    WebServer = server,
                    Bootstrap = TimeSpan.FromSeconds(12),
                    FirstActive =
                        name == "carol" && group == "club"
                            ? new Model.Conversations.ActiveStart(
                                TimeSpan.FromSeconds(15),
                                TimeSpan.FromSeconds(30),
                                TimeSpan.FromSeconds(40)
                            )
                            : null,
                    Retry = TimeSpan.FromSeconds(1),
                    Model = LiveModels.Chatty,
                    Position = new ConfigPosition(name, 1, 1),
                }),
            ],
        };
}
