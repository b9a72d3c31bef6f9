using MGen.Demo.Accounting;
using MGen.Demo.People;
using MGen.EventLog;
using MGen.Messenger;
using MGen.Messenger.Measurement;
using MGen.Model.Configuration;
using MGen.Transport;

namespace MGen.Demo.Carriages;

/// <summary>Users of a message server and a web server.</summary>
internal sealed class ServerCarriage : ICarriage
{
    /// <summary>Connections begin at this pace: faster ones would wait for each other's handshakes.</summary>
    private const double ConnectionsPerSecond = 500;

    /// <summary>The original's start stagger, which <see cref="ClientSwarmOptions.StaggerScale"/> scales.</summary>
    private static readonly TimeSpan FullStagger = TimeSpan.FromSeconds(10);

    private readonly Servers _servers;
    private readonly TlsEngine _engine;
    private readonly string _serverLog;

    private ServerCarriage(Servers servers, TlsEngine engine, Swarm swarm, string serverLog) =>
        (_servers, _engine, Swarm, _serverLog) = (servers, engine, swarm, serverLog);

    public string Engine => _engine.Name;

    public Swarm Swarm { get; }

    public long Ready => _servers.Registered;

    public static async Task<ServerCarriage> StartAsync(CarriageContext context)
    {
        Servers servers = await Servers.StartAsync(context.Logs, context.Engine, context.Clock, CancellationToken.None);
        TlsEngine engine = TlsEngine.Start(new TlsEngineOptions { Kind = context.Engine });
        return new ServerCarriage(servers, engine, CreateSwarm(context, servers, engine), context.Logs.PathOf(Servers.ServerLog));
    }

    public async Task StopAsync() => await _servers.DisposeAsync();

    public IReadOnlyDictionary<LossReason, long> Inquire(MessageLedger ledger, LedgerSnapshot totals) => LossInquiry.Inquire(ledger, totals, _serverLog);

    public async ValueTask DisposeAsync()
    {
        await Swarm.DisposeAsync();
        await _engine.DisposeAsync();
        await _servers.DisposeAsync();
    }

    private static ClientSwarm CreateSwarm(CarriageContext context, Servers servers, TlsEngine engine)
    {
        IReadOnlyList<UserConfig> users = UserConfigs.Of(context.Population, servers.MessageAddress, servers.WebAddress, context.Bootstrap);
        ClientLog log = new(context.Logs.Open("mgen-client.log"), new ClientLogOptions { Extended = true });
        log.Opened();
        return new ClientSwarm(users, engine, log, new ClientSwarmOptions
        {
            Seed = context.Seed,
            Clock = context.Clock,
            StaggerScale = context.Population.Conversations / ConnectionsPerSecond / FullStagger.TotalSeconds,
            Observer = context.Observer,
        });
    }
}
