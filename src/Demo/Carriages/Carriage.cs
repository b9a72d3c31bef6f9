using MGen.Demo.People;

namespace MGen.Demo.Carriages;

/// <summary>Starts a carriage of a given kind.</summary>
internal static class Carriage
{
    /// <summary>Starts a carriage. When it returns, users can be started.</summary>
    /// <exception cref="IOException">A port is in use, or a process does not start.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">No port is free.</exception>
    /// <exception cref="PlatformNotSupportedException">The requested TLS engine is not supported here.</exception>
    /// <exception cref="OperationCanceledException">The start was cancelled.</exception>
    public static async Task<ICarriage> StartAsync(CarriageKind kind, CarriageContext context) => kind switch
    {
        CarriageKind.Peers => await PeerCarriage.StartAsync(context),
        CarriageKind.Cluster => await ClusterCarriage.StartAsync(context),
        _ => await ServerCarriage.StartAsync(context),
    };

    /// <summary>The number of files that a run may have open at the same time.</summary>
    public static long OpenFilesNeeded(CarriageKind kind, Population population) => kind switch
    {
        CarriageKind.Peers => OpenFiles.NeededByPeers(population.Users.Count, population.Pairs),
        _ => OpenFiles.Needed(population.Conversations),
    };
}
