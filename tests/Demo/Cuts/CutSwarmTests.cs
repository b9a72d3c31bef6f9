using MGen.Demo.Accounting;
using MGen.Demo.People;
using MGen.EventLog;
using MGen.Messenger;
using MGen.Messenger.Measurement;
using MGen.Model.Configuration;
using MGen.Model.Conversations;
using MGen.Model.Distributions;
using MGen.Server;
using MGen.Telemetry;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Demo.Tests.Cuts;

/// <summary>
/// A test that the original fails, with real components: our clients, our server, TLS, and a network that cuts
/// connections.
/// </summary>
public sealed class CutSwarmTests
{
    private const int Cuts = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData(1, TlsEngineKind.Auto)]
    [InlineData(2, TlsEngineKind.Managed)]
    public async Task Swarm_ConnectionsCutAtRandom_EachMessageIsDeliveredOnceAndAcknowledged(
        int seed,
        TlsEngineKind engineKind
    )
    {
        Population population = Population.Draw(users: 16, seed: (ulong)seed);
        MessageLedger ledger = new(population, TimeProvider.System);
        await using EventLogWriter log = new(Stream.Null, TimeProvider.System);
        using TextLoggerProvider diagnostics = new(TextWriter.Null);
        MessageServerOptions options = new()
        {
            Gateway = new() { Listen = new HostPort("127.0.0.1", 0) },
            Engine = new() { Kind = engineKind },
        };
        await using MessageServer server = await MessageServer.StartAsync(
            options,
            log,
            TimeProvider.System,
            diagnostics,
            TestContext.Current.CancellationToken
        );
        await using CuttingProxy proxy = new(server.LocalEndPoint, seed, bytes: (2_000, 12_000), Cuts);
        await using TlsEngine engine = TlsEngine.Start(new TlsEngineOptions { Kind = engineKind });
        await using ClientSwarm swarm = new(
            Users(population, proxy),
            engine,
            new ClientLog(log),
            new ClientSwarmOptions
            {
                Seed = (ulong)seed,
                StaggerScale = 0,
                Observer = ledger,
            }
        );

        swarm.Start();
        await EveryoneRegisteredAsync(server, population);
        swarm.WakeUp();
        await proxy.EnoughCuts.WaitAsync(Patience, TestContext.Current.CancellationToken);
        proxy.LetLive();
        swarm.StopSending();
        await ledger.SettleAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
        LedgerSnapshot totals = await swarm.StopAsync(Patience);

        FateCounts fates = ledger.Counts;
        Assert.True(proxy.Cuts >= Cuts, $"{proxy.Cuts} cuts");
        Assert.True(fates.Sent > Cuts, $"{fates.Sent} messages");
        Assert.Equal((fates.Owed, fates.Owed, 0), (fates.Delivered, fates.Receipts, fates.Unexpected));
        Assert.Empty(ledger.OpenFates());
        Assert.Equal(0, totals.Repeated);
    }

    private static async Task EveryoneRegisteredAsync(MessageServer server, Population population)
    {
        using CancellationTokenSource limit = new(Patience);
        using PeriodicTimer look = new(TimeSpan.FromMilliseconds(20));
        while (server.Metrics.Registered < population.Conversations)
            await look.WaitForNextTickAsync(limit.Token);
    }

    private static IReadOnlyList<UserConfig> Users(Population population, CuttingProxy proxy)
    {
        HostPort address = new(proxy.Address.Address.ToString(), proxy.Address.Port);
        return
        [
            .. UserConfigs
                .Create(population, [address], address, bootstrap: Patience)
                .Select(user =>
                    user with
                    {
                        Conversations =
                        [
                            .. user.Conversations.Select(conversation =>
                                conversation with
                                {
                                    Model = Talkative(),
                                    Retry = TimeSpan.FromMilliseconds(20),
                                }
                            ),
                        ],
                    }
                ),
        ];
    }

    /// <summary>A message about every 50 ms, small ones only.</summary>
    private static ConversationModel Talkative() =>
        new(
            ActivateOnSend: new BernoulliTrial(0.2),
            ActivateOnReceive: new BernoulliTrial(0.05),
            MessageBlocks: new PoissonSize(1),
            IdleDelay: new ExponentialTime(10),
            QuietTimeout: new UniformTime(0, 0.2),
            DelayAfterSend: new ExponentialTime(10),
            DelayAfterReceive: new ExponentialTime(10),
            Rule: ActiveTimeoutRule.Quiet
        );
}
