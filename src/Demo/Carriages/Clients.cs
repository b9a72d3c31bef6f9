using MGen.Demo.People;
using MGen.EventLog;
using MGen.Messenger;
using MGen.Model.Configuration;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Demo.Carriages;

/// <summary>Makes the swarm of users who connect to message servers.</summary>
internal static class Clients
{
    /// <summary>Connections begin at this pace: faster ones would wait for each other's handshakes.</summary>
    private const double ConnectionsPerSecond = 500;

    /// <summary>The original's start stagger, which <see cref="ClientSwarmOptions.StaggerScale"/> scales.</summary>
    private static readonly TimeSpan FullStagger = TimeSpan.FromSeconds(10);

    /// <summary>All users of a run, not started.</summary>
    /// <param name="context">The run.</param>
    /// <param name="messages">Where users connect; more than one: each at another first.</param>
    /// <param name="web">Where attachments go.</param>
    /// <param name="engine">Carries TLS.</param>
    public static ClientSwarm CreateSwarm(CarriageContext context, IReadOnlyList<HostPort> messages, HostPort web, TlsEngine engine)
    {
        IReadOnlyList<UserConfig> users = UserConfigs.Of(context.Population, messages, web, context.Bootstrap);
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
