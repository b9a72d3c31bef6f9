using MGen.Demo.People;
using MGen.Messenger.Measurement;
using MGen.Transport;

namespace MGen.Demo.Carriages;

/// <summary>Starts a carriage of a given kind.</summary>
internal static class Carriage
{
    /// <summary>Starts a carriage. When it returns, users can be started.</summary>
    /// <exception cref="IOException">A port is in use, or a process does not start.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">No port is free.</exception>
    /// <exception cref="PlatformNotSupportedException">The requested TLS engine is not supported here.</exception>
    /// <exception cref="OperationCanceledException">The start was cancelled.</exception>
    public static async Task<ICarriage> StartAsync(CarriageKind kind, CarriageContext context) =>
        kind switch
        {
            CarriageKind.Peers => await PeerCarriage.StartAsync(context),
            CarriageKind.Cluster => await ClusterCarriage.StartAsync(context),
            _ => await ServerCarriage.StartAsync(context),
        };

    /// <summary>The number of files that a run may have open at the same time.</summary>
    public static long OpenFilesNeeded(CarriageKind kind, Population population) =>
        kind switch
        {
            CarriageKind.Peers => OpenFiles.NeededByPeers(population.Users.Count, population.Pairs),
            _ => OpenFiles.Needed(population.Conversations),
        };
}

/// <summary>The carriers of a run's messages.</summary>
internal enum CarriageKind
{
    /// <summary>A message server and a web server.</summary>
    Server,

    /// <summary>Two silos and two gateways, one of each of which is killed, and a web server.</summary>
    Cluster,

    /// <summary>The users themselves: each connects to each user of a common group.</summary>
    Peers,
}

/// <summary>The arguments for the start of a carriage.</summary>
/// <param name="Population">The users and their groups.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Logs">The directory of event logs.</param>
/// <param name="Observer">Observes the users.</param>
/// <param name="Bootstrap">The longest wait of users before they wake up.</param>
/// <param name="Engine">The implementation of TLS, if TLS is used.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Stop">Cancels the start.</param>
internal sealed record CarriageContext(
    Population Population,
    ulong Seed,
    LogFolder Logs,
    IConversationObserver Observer,
    TimeSpan Bootstrap,
    TlsEngineKind Engine,
    TimeProvider Clock,
    CancellationToken Stop
);
