using MGen.Demo.Accounting;
using MGen.Demo.Nodes;
using MGen.Demo.People;
using MGen.Messenger;
using MGen.Messenger.Measurement;
using MGen.Transport;

namespace MGen.Demo.Deployments;

/// <summary>
/// Carries the messages of a run: it is started with everything it needs, and owns the users' swarm.
/// </summary>
internal interface IDeployment : IAsyncDisposable
{
    /// <summary>The name of the TLS implementation; <c>none</c> if nothing is encrypted.</summary>
    string Engine { get; }

    /// <summary>The users, not started. The deployment disposes the swarm.</summary>
    Swarm Swarm { get; }

    /// <summary>Memberships to which messages can be delivered already.</summary>
    long Ready { get; }

    /// <summary>The cluster; <c>null</c> if there is none.</summary>
    ClusterState? Cluster => null;

    /// <summary>Lines of the event logs that other processes write.</summary>
    long ForeignLogLines => 0;

    /// <summary>Causes the failures that are planned while users talk.</summary>
    /// <param name="duration">How long users talk, from now on.</param>
    /// <param name="watch">Measures the effects of the failures.</param>
    /// <param name="stop">Cancels further failures.</param>
    /// <exception cref="OperationCanceledException">The method was cancelled.</exception>
    Task DisturbAsync(TimeSpan duration, DeliveryWatch watch, CancellationToken stop) => Task.CompletedTask;

    /// <summary>Stops everything but the users, who have stopped: no further line is logged.</summary>
    Task StopAsync();
}

/// <summary>Starts a deployment of a given kind.</summary>
internal static class Deployment
{
    /// <summary>
    /// Sockets of a conversation or a pair: both ends of its connection to the message server and of one to the web
    /// server; or both ends of two connections, if both peers dial at the same time.
    /// </summary>
    private const int SocketsPerConnection = 4;

    /// <summary>For logs and the servers themselves; <see cref="DescriptorLimit"/> reserves more for the runtime.</summary>
    private const int Spare = 256;

    /// <summary>Starts a deployment. When it returns, users can be started.</summary>
    /// <exception cref="IOException">A port is in use, or a process does not start.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">No port is free.</exception>
    /// <exception cref="PlatformNotSupportedException">The requested TLS engine is not supported here.</exception>
    /// <exception cref="OperationCanceledException">The start was cancelled.</exception>
    public static async Task<IDeployment> StartAsync(DeploymentKind kind, DeploymentContext context) =>
        kind == DeploymentKind.Peers
            ? await PeerDeployment.StartAsync(context)
            : await ServerDeployment.StartAsync(kind, context);

    /// <summary>The number of files that a run may have open at the same time.</summary>
    public static long OpenFilesNeeded(DeploymentKind kind, DemoPopulation population) =>
        Spare
        + (
            kind == DeploymentKind.Peers
                ? population.Users.Count + ((long)population.Pairs * SocketsPerConnection)
                : (long)population.Conversations * SocketsPerConnection
        );
}

/// <summary>The carriers of a run's messages.</summary>
internal enum DeploymentKind
{
    /// <summary>A message server and a web server.</summary>
    Server,

    /// <summary>Two silos and two gateways, one of each of which is killed, and a web server.</summary>
    Cluster,

    /// <summary>The users themselves: each connects to each user of a common group.</summary>
    Peers,
}

/// <summary>The arguments for the start of a deployment.</summary>
/// <param name="Population">The users and their groups.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Logs">The directory of event logs.</param>
/// <param name="Observer">Observes the users.</param>
/// <param name="Bootstrap">The longest wait of users before they wake up.</param>
/// <param name="Engine">The implementation of TLS, if TLS is used.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Stop">Cancels the start.</param>
internal sealed record DeploymentContext(
    DemoPopulation Population,
    ulong Seed,
    LogFolder Logs,
    IConversationObserver Observer,
    TimeSpan Bootstrap,
    TlsEngineKind Engine,
    TimeProvider Clock,
    CancellationToken Stop
);
