using MGen.Demo.People;
using MGen.EventLog;
using MGen.Messenger;
using MGen.Wire;

namespace MGen.Demo.Deployments;

/// <summary>Users without a server: each listens on a port of loopback, and large messages are sent whole.</summary>
internal sealed class PeerDeployment : IDeployment
{
    private readonly int _conversations;

    private PeerDeployment(PeerSwarm swarm, int conversations) => (Swarm, _conversations) = (swarm, conversations);

    public string Engine => "none";

    public Swarm Swarm { get; }

    public long Ready => _conversations;

    public static async Task<PeerDeployment> StartAsync(DeploymentContext context)
    {
        EventLogWriter writer = context.Logs.Open("mgen-peer.log");
        ClientLog log = new(writer, new ClientLogOptions { Extended = true });
        log.Opened();
        IReadOnlyList<HostPort> addresses = LoopbackPorts.Find(context.Population.Users.Count);
        PeerSwarm swarm = new(
            UserConfigs.ForPeers(context.Population, addresses, context.Bootstrap),
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
        return new PeerDeployment(swarm, context.Population.Conversations);
    }

    public Task StopAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => Swarm.DisposeAsync();
}
