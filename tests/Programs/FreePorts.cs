using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace MGen.Tests.Programs;

/// <summary>Ports of loopback for programs that need their port as an option.</summary>
internal static class FreePorts
{
    // Below those that Linux gives to outgoing connections and to sockets that ask for any port (from 32,768 on): such
    // a port stays free between the probe and the program's start, which may be seconds.
    private const int First = 15_000;
    private const int AfterLast = 32_000;
    private const int Attempts = 100;

    /// <summary>Consecutive ports that are free now.</summary>
    public static int[] Find(int count)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            int first = RandomNumberGenerator.GetInt32(First, AfterLast - count);
            int[] ports = [.. Enumerable.Range(first, count)];
            if (Array.TrueForAll(ports, IsFree))
                return ports;
        }
        throw new InvalidOperationException($"no {count} free ports in a row in {Attempts} attempts");
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
