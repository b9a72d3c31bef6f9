using System.Globalization;
using System.Net.Sockets;
using MGen.Transport.OpenSsl;

namespace MGen.Transport;

/// <summary>
/// How many descriptors this process may have open. The runtime ends the process ("Out of memory") when it needs one for itself and there is none, so connections
/// must leave it some. Linux only; elsewhere nothing is known.
/// </summary>
public static class DescriptorLimit
{
    private const string OwnDescriptors = "/proc/self/fd";

    /// <summary>Descriptors that connections leave to the runtime, its files and the cluster.</summary>
    private const int Reserve = 64;

    /// <summary>Descriptors that the program and its runtime open later: assemblies (two each, unless the program is one file), event loops, files.</summary>
    private const int Later = 48;

    /// <summary>
    /// The least limit for a server: 200 descriptors of its own were measured without a client (an mgen-server that is not one file), the reserve, and room for some
    /// connections. With less the runtime ends the process somewhere in the start.
    /// </summary>
    private const ulong LeastForServer = 320;

    private static readonly ulong Limit = Read();

    /// <summary>Most sockets that this process may open, beside what it has open now and its runtime opens later. Where the limit is not known: any number.</summary>
    public static long MostSockets => CountSockets(Limit, CountOpen());

    /// <summary>Why a server cannot run within the limit; <c>null</c> if it can.</summary>
    public static string? ServerProblem => ExplainServer(Limit);

    /// <summary>Why a server cannot run within a limit; <c>null</c> if it can.</summary>
    internal static string? ExplainServer(ulong limit) => limit >= LeastForServer
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"the limit of open files, {limit}, is too low for a server: it needs {LeastForServer}, and more for more than some clients (ulimit -n)");

    /// <summary>How many sockets a limit leaves.</summary>
    /// <param name="limit">Descriptors that may be open.</param>
    /// <param name="open">Descriptors that are.</param>
    internal static long CountSockets(ulong limit, int open) => limit > long.MaxValue ? long.MaxValue : Math.Max(0, (long)limit - open - Later - Reserve);

    /// <summary>Whether a socket is among the last that can be opened: the kernel gives out the lowest number that is free.</summary>
    public static bool IsNear(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        return (ulong)socket.SafeHandle.DangerousGetHandle() + Reserve >= Limit;
    }

    private static int CountOpen() => OperatingSystem.IsLinux() && Directory.Exists(OwnDescriptors) ? Directory.EnumerateFileSystemEntries(OwnDescriptors).Count() : 0;

    private static unsafe ulong Read()
    {
        ulong* limits = stackalloc ulong[2];
        return OperatingSystem.IsLinux() && LibC.getrlimit(LibC.OpenFiles, limits) == 0 ? limits[0] : ulong.MaxValue;
    }
}
