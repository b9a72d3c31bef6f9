using System.Net;
using System.Net.Sockets;
using MGen.Wire;

namespace MGen.Demo.Deployments;

/// <summary>Finds free ports for listeners whose addresses must be known before they listen.</summary>
internal static class LoopbackPorts
{
    /// <summary>
    /// Finds <paramref name="count"/> different ports that are free now. Listen on them immediately: another program may
    /// take them first.
    /// </summary>
    /// <exception cref="SocketException">There are not enough free ports.</exception>
    public static IReadOnlyList<HostPort> Find(int count)
    {
        List<Socket> held = [];
        try
        {
            for (int i = 0; i < count; i++)
            {
                Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                // All sockets are held until the last one is bound, or two could get the same port.
                held.Add(socket);
                socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            }
            return
            [
                .. held.Select(socket => new HostPort(
                    IPAddress.Loopback.ToString(),
                    ((IPEndPoint)socket.LocalEndPoint!).Port
                )),
            ];
        }
        finally
        {
            held.ForEach(socket => socket.Dispose());
        }
    }
}
