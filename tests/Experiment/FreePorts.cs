using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MGen.Experiment.Tests;

/// <summary>Ports of this machine that nobody listens on.</summary>
internal static class FreePorts
{
    private const int Attempts = 100;

    /// <summary>
    /// The first of two free ports in a row, as the message server and the web server of an experiment take them.
    /// </summary>
    public static string FirstOfTwo()
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            using TcpListener first = new(IPAddress.Loopback, 0);
            first.Start();
            int port = ((IPEndPoint)first.LocalEndpoint).Port;
            if (port < IPEndPoint.MaxPort && IsFree(port + 1))
                return port.ToString(CultureInfo.InvariantCulture);
        }
        throw new InvalidOperationException($"no two free ports in a row in {Attempts} attempts");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using TcpListener listener = new(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
