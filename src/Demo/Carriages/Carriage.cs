using MGen.Demo.People;

namespace MGen.Demo.Carriages;

/// <summary>Chooses a carriage by its kind.</summary>
internal static class Carriage
{
    /// <summary>Starts a carriage of a kind: when this returns, users can be started.</summary>
    /// <exception cref="IOException">A port is not free, or a process does not start.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">No port is free.</exception>
    /// <exception cref="PlatformNotSupportedException">The engine that was asked for does not work here.</exception>
    /// <exception cref="OperationCanceledException">The start was ended.</exception>
    public static async Task<ICarriage> StartAsync(CarriageKind kind, CarriageContext context) => kind switch
    {
        CarriageKind.Peers => await PeerCarriage.StartAsync(context),
        CarriageKind.Cluster => await ClusterCarriage.StartAsync(context),
        _ => await ServerCarriage.StartAsync(context),
    };

    /// <summary>How many files a run may have open at once.</summary>
    public static long OpenFilesNeeded(CarriageKind kind, Population population) => kind switch
    {
        CarriageKind.Peers => OpenFiles.NeededByPeers(population.Users.Count, population.Pairs),
        _ => OpenFiles.Needed(population.Conversations),
    };
}
