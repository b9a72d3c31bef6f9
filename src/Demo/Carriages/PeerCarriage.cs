using MGen.Demo.Accounting;
using MGen.Demo.People;
using MGen.EventLog;
using MGen.Messenger;
using MGen.Messenger.Measurement;
using MGen.Wire;

namespace MGen.Demo.Carriages;

/// <summary>Users without a server: each listens on a port of loopback, and large messages travel whole.</summary>
internal sealed class PeerCarriage : ICarriage
{
    private readonly int _conversations;

    private PeerCarriage(PeerSwarm swarm, int conversations) => (Swarm, _conversations) = (swarm, conversations);

    public string Engine => "none";

    public Swarm Swarm { get; }

    public long Ready => _conversations;

    public static async Task<PeerCarriage> StartAsync(CarriageContext context)
    {
        EventLogWriter writer = context.Logs.Open("mgen-peer.log");
        ClientLog log = new(writer, new ClientLogOptions { Extended = true });
        log.Opened();
        IReadOnlyList<HostPort> addresses = LoopbackPorts.Find(context.Population.Users.Count);
        PeerSwarm swarm = new(
            PeerConfigs.Create(context.Population, addresses, context.Bootstrap),
            log,
            new PeerLog(writer),
            new PeerSwarmOptions
            {
                Seed = context.Seed,
                Clock = context.Clock,
                Observer = context.Observer,
                OnTrouble = TextWriter.Synchronized(context.Logs.Diagnostics).WriteLine,
            }
        );
        await swarm.ListenAsync();
        return new PeerCarriage(swarm, context.Population.Conversations);
    }

    public Task StopAsync() => Task.CompletedTask;

    public IReadOnlyDictionary<LossReason, long> Inquire(MessageLedger ledger, LedgerSnapshot totals) =>
        LossInquiry.Inquire(ledger);

    public ValueTask DisposeAsync() => Swarm.DisposeAsync();
}
