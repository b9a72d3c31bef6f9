using System.Net;
using System.Security.Cryptography.X509Certificates;
using MGen.Demo.Accounting;
using MGen.Demo.Nodes;
using MGen.Messenger;
using MGen.Messenger.Measurement;
using MGen.Transport;
using MGen.Web;
using MGen.Wire;

namespace MGen.Demo.Carriages;

/// <summary>
/// A cluster whose silos and gateways are separate processes, one of each of which is killed while users talk. The web
/// server is not killed.
/// </summary>
internal sealed class ClusterCarriage : ICarriage
{
    private readonly LocalCluster _cluster;
    private readonly X509Certificate2 _certificate;
    private readonly WebServer _web;
    private readonly TlsEngine _engine;
    private readonly CarriageContext _context;

    private ClusterCarriage(
        LocalCluster cluster,
        X509Certificate2 certificate,
        WebServer web,
        TlsEngine engine,
        CarriageContext context
    )
    {
        _cluster = cluster;
        _certificate = certificate;
        _web = web;
        _engine = engine;
        _context = context;
        Swarm = Clients.CreateSwarm(context, cluster.Addresses, web.Address, engine);
    }

    public string Engine => _engine.Name;

    public Swarm Swarm { get; }

    public long Ready => _cluster.Registered;

    public ClusterState Cluster => _cluster.State;

    public long ForeignLogLines => _cluster.LogLines;

    public static async Task<ClusterCarriage> StartAsync(CarriageContext context)
    {
        TlsEngine engine = TlsEngine.Start(new TlsEngineOptions { Kind = context.Engine });
        LocalCluster? cluster = null;
        try
        {
            cluster = await LocalCluster.StartAsync(context.Logs, context.Engine, context.Clock, context.Stop);
            X509Certificate2 certificate = ServerCertificate.CreateSelfSigned(context.Clock);
            WebServerOptions options = new()
            {
                Listen = new HostPort(IPAddress.Loopback.ToString(), 0),
                Certificate = certificate,
                Clock = context.Clock,
            };
            WebServer web = await WebServer.StartAsync(
                options,
                new EventLog.WebLog(context.Logs.Open("mgen-web.log")),
                context.Stop
            );
            return new ClusterCarriage(cluster, certificate, web, engine, context);
        }
        catch
        {
            if (cluster is not null)
                await cluster.DisposeAsync();
            await engine.DisposeAsync();
            throw;
        }
    }

    public Task DisturbAsync(TimeSpan duration, MessageLedger ledger, CancellationToken stop) =>
        new KillDrill(_cluster, ledger, _context.Clock).RunAsync(duration, stop);

    public async Task StopAsync()
    {
        await _cluster.StopAsync();
        await _web.DisposeAsync();
    }

    /// <summary>
    /// Users know what is missing. The log of a killed gateway is incomplete, so the place of a loss is unknown.
    /// </summary>
    public IReadOnlyDictionary<LossReason, long> Inquire(MessageLedger ledger, LedgerSnapshot totals) =>
        LossInquiry.Inquire(
            ledger,
            totals,
            _cluster.GatewayLogs.Select(_context.Logs.PathOf),
            areComplete: !ledger.Pauses.HasBegun
        );

    public async ValueTask DisposeAsync()
    {
        await Swarm.DisposeAsync();
        await _engine.DisposeAsync();
        await _web.DisposeAsync();
        await _cluster.DisposeAsync();
        _certificate.Dispose();
    }
}
