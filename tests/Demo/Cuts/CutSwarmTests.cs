using MGen.Analysis;
using MGen.Analysis.Results;
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
/// A test that the original fails, with real components: this project's clients and server, TLS, and a network that
/// cuts connections.
/// </summary>
public sealed class CutSwarmTests : IDisposable
{
    private const int Cuts = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string _logs = Directory.CreateTempSubdirectory("mgen-demo-test-").FullName;

    public void Dispose() => Directory.Delete(_logs, recursive: true);

    [Theory]
    [InlineData(1, TlsEngineKind.Auto)]
    [InlineData(2, TlsEngineKind.Managed)]
    public async Task Swarm_ConnectionsCutAtRandom_EachMessageIsDeliveredOnceAndAcknowledged(
        int seed,
        TlsEngineKind engineKind
    )
    {
        DemoPopulation population = DemoPopulation.Draw(users: 16, seed: (ulong)seed);
        DeliveryWatch watch = new(population, TimeProvider.System);
        await using FileStream clientFile = File.Create(Path.Combine(_logs, "mgen-client.log"));
        await using FileStream serverFile = File.Create(Path.Combine(_logs, "mgen-server.log"));
        await using EventLogWriter log = new(clientFile, TimeProvider.System);
        await using EventLogWriter serverLog = new(serverFile, TimeProvider.System);
        using TextLoggerProvider diagnostics = new(TextWriter.Null);
        MessageServerOptions options = new()
        {
            Gateway = new() { Listen = new HostPort("127.0.0.1", 0) },
            Engine = new() { Kind = engineKind },
        };
        await using MessageServer server = await MessageServer.StartAsync(
            options,
            serverLog,
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
                Observer = watch,
            }
        );

        swarm.Start();
        await UntilAsync(() => server.Metrics.Registered == population.Conversations);
        swarm.WakeUp();
        await proxy.EnoughCuts.WaitAsync(Patience, TestContext.Current.CancellationToken);
        proxy.LetLive();
        swarm.StopSending();
        await UntilAsync(() => watch.IsSettled);
        LedgerSnapshot totals = await swarm.StopAsync(Patience);
        await server.DisposeAsync();
        await log.DisposeAsync();
        await serverLog.DisposeAsync();
        await clientFile.DisposeAsync();
        await serverFile.DisposeAsync();

        AnalysisResult analysis = Analyze();
        MessageCounts messages = analysis.Messages;
        Assert.True(proxy.Cuts >= Cuts, $"{proxy.Cuts} cuts");
        Assert.True(messages.Sent > Cuts, $"{messages.Sent} messages");
        Assert.Equal(
            (messages.DeliveriesOwed, messages.DeliveriesOwed, 0, 0, 0),
            (
                messages.Delivered,
                messages.Acknowledged,
                messages.Duplicates,
                messages.Unexpected,
                messages.SenderUnknown
            )
        );
        Assert.Equal(
            (totals.MessagesSent, watch.Owed, watch.Latency.Take().Count),
            (messages.Sent, messages.DeliveriesOwed, messages.Delivered)
        );
        Assert.Empty(analysis.Losses);
        Assert.Equal(0, totals.Repeated);
    }

    private AnalysisResult Analyze() =>
        RunAnalyzer.Analyze([_logs], _logs, new AnalysisOptions(), null, TestContext.Current.CancellationToken);

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using CancellationTokenSource limit = new(Patience);
        using PeriodicTimer look = new(TimeSpan.FromMilliseconds(20));
        while (!isSo())
            await look.WaitForNextTickAsync(limit.Token);
    }

    private static IReadOnlyList<UserConfig> Users(DemoPopulation population, CuttingProxy proxy)
    {
        HostPort address = new(proxy.Address.Address.ToString(), proxy.Address.Port);
        return
        [
            .. UserConfigs
                .ForClients(population, [address], address, bootstrap: Patience)
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

    /// <summary>Each conversation sends a small message about every 100 ms.</summary>
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
