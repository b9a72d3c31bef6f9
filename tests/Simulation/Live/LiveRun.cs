using MGen.EventLog;
using MGen.Gateway;
using MGen.Messenger;
using MGen.Model.Configuration;
using MGen.Model.Randomness;
using MGen.Server;
using MGen.Telemetry;
using MGen.Transport;
using MGen.Wire;
using Microsoft.Extensions.Logging;

namespace MGen.Simulation.Tests.Live;

/// <summary>
/// Runs users live: real conversations, sockets and TLS against a real server in this process. Only the swarm's clock
/// is controlled by the test: it does not advance until everything that was sent has arrived, so frames have no
/// latency.
/// </summary>
internal static class LiveRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs, and reads the swarm's log.</summary>
    /// <param name="makeUsers">
    /// Creates the users, given the server's address. All must be awake before the first of them sends.
    /// </param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="duration">How long messages are sent.</param>
    public static async Task<IReadOnlyList<LogEvent>> RunAsync(
        Func<HostPort, IReadOnlyList<UserConfig>> makeUsers,
        ulong seed,
        TimeSpan duration
    )
    {
        using CountingStream serverOutput = new(",register,");
        await using EventLogWriter serverLog = new(serverOutput, TimeProvider.System);
        using ILoggerProvider diagnostics = new TextLoggerProvider(TextWriter.Null);
        MessageServerOptions serverOptions = new()
        {
            Gateway = new GatewaySettings { Listen = new HostPort("127.0.0.1", 0) },
        };
        await using MessageServer server = await MessageServer.StartAsync(
            serverOptions,
            serverLog,
            TimeProvider.System,
            diagnostics,
            TestContext.Current.CancellationToken
        );
        IReadOnlyList<UserConfig> users = makeUsers(new HostPort("127.0.0.1", server.LocalEndPoint.Port));

        VirtualClock clock = new(SimulationOptions.DefaultEpoch);
        using MemoryStream output = new();
        FrameCounter frames = new(
            users.SelectMany(user => user.Conversations).CountBy(conversation => conversation.Group.Text).ToDictionary()
        );
        await using (TlsEngine engine = TlsEngine.Start(new TlsEngineOptions()))
        await using (EventLogWriter log = new(output, clock))
        await using (
            ClientSwarm swarm = new(
                users,
                engine,
                new ClientLog(log),
                new ClientSwarmOptions
                {
                    Seed = seed,
                    Clock = clock,
                    Observer = frames,
                }
            )
        )
        {
            TimeSpan[] staggers =
            [
                .. users.SelectMany(user =>
                    user.Conversations.Select(conversation =>
                        TimeSpan.FromMilliseconds(FxHash.StaggerMilliseconds(user.User.Text, conversation.Group.Text))
                    )
                ),
            ];
            bool IsSettled()
            {
                int connecting = staggers.Count(stagger => stagger <= clock.Now);
                return frames.IsAtRest
                    && swarm.Snapshot().LinksOpened == connecting
                    && (clock.Now > staggers.Max() || serverOutput.Count() == connecting);
            }

            swarm.Start();
            while (clock.MoveToNextTimer(duration))
                await SettleAsync(IsSettled, frames);
            swarm.StopSending();
            await swarm.StopAsync(TimeSpan.Zero);
        }
        return Read(output);
    }

    /// <summary>Waits, in real time, until everything has arrived.</summary>
    public static async Task SettleAsync(Func<bool> isSettled, FrameCounter frames)
    {
        using CancellationTokenSource patience = new(Patience);
        while (!isSettled())
        {
            if (patience.IsCancellationRequested)
                throw new TimeoutException($"awaited that everything arrives, and saw {frames}");
            await Task.Yield();
        }
    }

    /// <summary>The events of a log.</summary>
    public static List<LogEvent> Read(MemoryStream output)
    {
        output.Position = 0;
        return
        [
            .. new EventLogReader(output, rejected => Assert.Fail(rejected.ToString()), LogSource.Client).ReadAll(),
        ];
    }
}
