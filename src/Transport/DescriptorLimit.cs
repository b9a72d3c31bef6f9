using System.Globalization;
using System.Net.Sockets;
using MGen.Transport.OpenSsl;

namespace MGen.Transport;

/// <summary>
/// The number of descriptors that this process may open. The runtime ends the process ("Out of memory") if it needs a
/// descriptor and none is free, so connections must leave some descriptors to the runtime. Linux only; unknown
/// elsewhere.
/// </summary>
public static class DescriptorLimit
{
    private const string OwnDescriptors = "/proc/self/fd";

    /// <summary>Descriptors reserved for the runtime, its files and the cluster.</summary>
    private const int Reserve = 64;

    /// <summary>
    /// Descriptors that the program and its runtime open later: assemblies (two each, unless the program is a single
    /// file), event loops, files.
    /// </summary>
    private const int Later = 48;

    /// <summary>An upper bound of the descriptors that are open in a program without sockets.</summary>
    private const int ManyOpen = 512;

    /// <summary>
    /// The smallest limit for a server: 200 descriptors are open without any client (measured on an mgen-server that is
    /// not a single file), plus the reserve and some connections. With a lower limit the runtime may end the process
    /// during the start.
    /// </summary>
    private const ulong LeastForServer = 320;

    private static readonly ulong Limit = Read();

    /// <summary>
    /// Most sockets that this process may open, besides the descriptors that are open now and those that its runtime
    /// opens later. Unbounded if the limit is unknown.
    /// </summary>
    public static long MostSockets => CountSockets(Limit, CountOpen());

    /// <summary>
    /// Whether this process may open so many sockets (<see cref="MostSockets"/>). Counts the open descriptors only if
    /// the limit would not allow the sockets in addition to 512 open descriptors.
    /// </summary>
    public static bool Allows(long sockets) => sockets <= CountSockets(Limit, ManyOpen) || sockets <= MostSockets;

    /// <summary>Why a server cannot run within the process's limit; <c>null</c> if it can.</summary>
    public static string? ServerProblem => ExplainServer(Limit);

    /// <summary>Why a server cannot run within a limit; <c>null</c> if it can.</summary>
    internal static string? ExplainServer(ulong limit) =>
        limit >= LeastForServer
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"the limit of open files, {limit}, is too low for a server, which needs at least {LeastForServer}, and one more per connection (ulimit -n)"
            );

    /// <summary>The number of sockets that a limit allows.</summary>
    /// <param name="limit">The limit on descriptors.</param>
    /// <param name="open">Descriptors that are open.</param>
    internal static long CountSockets(ulong limit, int open) =>
        // RLIM_INFINITY is the largest ulong, and a subtraction in long would make it negative.
        limit > long.MaxValue
            ? long.MaxValue
            : Math.Max(0, (long)limit - open - Later - Reserve);

    /// <summary>
    /// Whether a socket's descriptor is among the last ones of the limit: the kernel assigns the lowest free number.
    /// </summary>
    public static bool IsNear(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        return (ulong)socket.SafeHandle.DangerousGetHandle() + Reserve >= Limit;
    }

    private static int CountOpen() =>
        OperatingSystem.IsLinux() && Directory.Exists(OwnDescriptors)
            ? Directory.EnumerateFileSystemEntries(OwnDescriptors).Count()
            : 0;

    private static unsafe ulong Read()
    {
        ulong* limits = stackalloc ulong[2];
        return OperatingSystem.IsLinux() && LibC.getrlimit(LibC.OpenFiles, limits) == 0 ? limits[0] : ulong.MaxValue;
    }
}
