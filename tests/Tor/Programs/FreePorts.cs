using System.Net;
using System.Net.Sockets;

namespace MGen.Tor.Tests.Programs;

/// <summary>Ports of loopback for programs that must be told theirs.</summary>
internal static class FreePorts
{
    /// <summary>
    /// Different ports that are free now. Whoever is quick may take one before it is used; nothing better can be had.
    /// </summary>
    public static int[] Find(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (TcpListener listener in listeners)
            listener.Start();
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (TcpListener listener in listeners)
            listener.Dispose();
        return ports;
    }
}
