using System.ComponentModel;
using System.Net.Sockets;

namespace MGen.Transport;

/// <summary>
/// An engine's event loop as seen by a guest, whose sockets and work it serves beside the engine's connections:
/// exchanging data between the two needs no thread switch. An iteration reads from all ready sockets, runs posted work,
/// and ends.
/// </summary>
public abstract class SharedLoop
{
    /// <summary>Whether the caller runs on the loop's thread. Thread-safe.</summary>
    public abstract bool IsCurrent { get; }

    /// <summary>Called at the end of each iteration. Must not throw. Set once, by any thread.</summary>
    public abstract Action? TurnEnded { get; set; }

    /// <summary>Queues work for the next iteration. Thread-safe.</summary>
    public abstract void Post(IHomeWork work);

    /// <summary>Watches a socket. On the loop's thread.</summary>
    /// <returns>The slot, for <see cref="Unwatch"/>.</returns>
    /// <exception cref="Win32Exception">The kernel's limit is reached, or the loop has ended.</exception>
    public abstract int Watch(ILoopSocket guest, Socket socket);

    /// <summary>Stops watching a socket, before it is closed. On the loop's thread.</summary>
    public abstract void Unwatch(int slot, Socket socket);
}
