using System.Net.Sockets;
using MGen.Transport.OpenSsl;

namespace MGen.Transport;

/// <summary>
/// How many descriptors this process may have open. The runtime ends the process ("Out of memory") when it needs one for itself and there is none, so connections
/// must leave it some. Linux only; elsewhere nothing is known.
/// </summary>
public static class DescriptorLimit
{
    /// <summary>Descriptors that connections leave to the runtime, its files and the cluster.</summary>
    private const int Reserve = 64;

    private static readonly ulong Limit = Read();

    /// <summary>Most sockets that this process may have open, if it had nothing else open. Where the limit is not known: any number.</summary>
    public static long MostSockets => (long)Math.Min(Limit - Math.Min(Limit, Reserve), long.MaxValue);

    /// <summary>Whether a socket is among the last that can be opened: the kernel gives out the lowest number that is free.</summary>
    public static bool IsNear(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        return (ulong)socket.SafeHandle.DangerousGetHandle() + Reserve >= Limit;
    }

    private static unsafe ulong Read()
    {
        ulong* limits = stackalloc ulong[2];
        return OperatingSystem.IsLinux() && LibC.getrlimit(LibC.OpenFiles, limits) == 0 ? limits[0] : ulong.MaxValue;
    }
}
