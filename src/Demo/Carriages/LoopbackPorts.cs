using System.Net;
using System.Net.Sockets;
using MGen.Wire;

namespace MGen.Demo.Carriages;

/// <summary>Finds free ports for listeners whose addresses must be known before they listen.</summary>
internal static class LoopbackPorts
{
    /// <summary>So many different ones. Free now; whoever wants them takes them at once, and finds out if another was faster.</summary>
    /// <exception cref="SocketException">There are not so many.</exception>
    public static IReadOnlyList<HostPort> Find(int count)
    {
        List<Socket> held = [];
        try
        {
            for (int i = 0; i < count; i++)
            {
                Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                held.Add(socket);
                socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            }
            return [.. held.Select(socket => new HostPort(IPAddress.Loopback.ToString(), ((IPEndPoint)socket.LocalEndPoint!).Port))];
        }
        finally
        {
            held.ForEach(socket => socket.Dispose());
        }
    }
}
