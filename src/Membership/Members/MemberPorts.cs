using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace MGen.Membership;

/// <summary>Finds ports for members started without one: Orleans must know its port before it listens.</summary>
public static class MemberPorts
{
    /// <summary>
    /// The first of these ports. All of them are below those that Linux gives to outgoing connections and to sockets
    /// that ask for any port (32,768 and above), so no other process is given one between the probe and the member's
    /// start.
    /// </summary>
    public const int First = 12_000;

    /// <summary>How many ports there are.</summary>
    public const int Count = 20_000;

    private const int PerProcess = 4;

    private static readonly StrongBox<int> Found = new(-1);

    /// <summary>
    /// Finds a port at which no process listens. The search begins at a port that depends on the process id, so that
    /// two processes that start at the same time do not find the same one.
    /// </summary>
    /// <exception cref="IOException">No port is free.</exception>
    /// <exception cref="SocketException">The address does not belong to this machine.</exception>
    public static int Find(IPAddress ip)
    {
        ArgumentNullException.ThrowIfNull(ip);
        for (int attempt = 0; attempt < Count; attempt++)
        {
            // Four ports per process id: processes started together have consecutive ids and must not probe the same
            // port.
            long place = ((long)Environment.ProcessId * PerProcess) + (uint)Interlocked.Increment(ref Found.Value);
            int port = First + (int)(place % Count);
            if (IsFree(new IPEndPoint(ip, port)))
                return port;
        }
        throw new IOException($"{ip} has no free port from {First} to {First + Count - 1}");
    }

    private static bool IsFree(IPEndPoint address)
    {
        using Socket probe = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(address);
            probe.Listen();
            return true;
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }
}
