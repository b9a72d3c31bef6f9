using MGen.Demo.People;
using MGen.EventLog;
using MGen.Messenger;
using MGen.Model.Configuration;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Demo.Carriages;

/// <summary>Creates the swarm of users who connect to message servers.</summary>
internal static class Clients
{
    /// <summary>The rate of new connections: at a higher one they would wait for each other's handshakes.</summary>
    private const double ConnectionsPerSecond = 500;

    /// <summary>The original's start stagger, which <see cref="ClientSwarmOptions.StaggerScale"/> scales.</summary>
    private static readonly TimeSpan FullStagger = TimeSpan.FromSeconds(10);

    /// <summary>Creates the users of a run; does not start them.</summary>
    /// <param name="context">The run.</param>
    /// <param name="messages">The addresses users connect to; with several, users begin with different ones.</param>
    /// <param name="web">The web server's address.</param>
    /// <param name="engine">The implementation of TLS.</param>
    public static ClientSwarm CreateSwarm(
        CarriageContext context,
        IReadOnlyList<HostPort> messages,
        HostPort web,
        TlsEngine engine
    )
    {
        IReadOnlyList<UserConfig> users = UserConfigs.Create(context.Population, messages, web, context.Bootstrap);
        ClientLog log = new(context.Logs.Open("mgen-client.log"), new ClientLogOptions { Extended = true });
        log.Opened();
        return new ClientSwarm(
            users,
            engine,
            log,
            new ClientSwarmOptions
            {
                Seed = context.Seed,
                Clock = context.Clock,
                StaggerScale = context.Population.Conversations / ConnectionsPerSecond / FullStagger.TotalSeconds,
                Observer = context.Observer,
            }
        );
    }
}
