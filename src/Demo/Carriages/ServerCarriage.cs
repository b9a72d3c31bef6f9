using MGen.Demo.Accounting;
using MGen.Messenger;
using MGen.Messenger.Measurement;
using MGen.Transport;

namespace MGen.Demo.Carriages;

/// <summary>A message server and a web server in this process.</summary>
internal sealed class ServerCarriage : ICarriage
{
    private readonly Servers _servers;
    private readonly TlsEngine _engine;
    private readonly string _serverLog;

    private ServerCarriage(Servers servers, TlsEngine engine, Swarm swarm, string serverLog)
    {
        _servers = servers;
        _engine = engine;
        Swarm = swarm;
        _serverLog = serverLog;
    }

    public string Engine => _engine.Name;

    public Swarm Swarm { get; }

    public long Ready => _servers.Registered;

    public static async Task<ServerCarriage> StartAsync(CarriageContext context)
    {
        Servers servers = await Servers.StartAsync(context.Logs, context.Engine, context.Clock, context.Stop);
        TlsEngine engine = TlsEngine.Start(new TlsEngineOptions { Kind = context.Engine });
        Swarm swarm = Clients.CreateSwarm(context, [servers.MessageAddress], servers.WebAddress, engine);
        return new ServerCarriage(servers, engine, swarm, context.Logs.PathOf(Servers.ServerLog));
    }

    public async Task StopAsync() => await _servers.DisposeAsync();

    public IReadOnlyDictionary<LossReason, long> Inquire(MessageLedger ledger, LedgerSnapshot totals) =>
        LossInquiry.Inquire(ledger, totals, [_serverLog], areComplete: true);

    public async ValueTask DisposeAsync()
    {
        await Swarm.DisposeAsync();
        await _engine.DisposeAsync();
        await _servers.DisposeAsync();
    }
}
