using System.ComponentModel;
using System.Net.Sockets;

namespace MGen.Transport;

/// <summary>
/// A thread of an engine as a guest sees it, whose sockets and work take turns with the engine's connections: what passes between the two needs no other thread. A turn
/// reads what has come on all sockets, does what was posted, and ends.
/// </summary>
public abstract class SharedLoop
{
    /// <summary>Whether the caller runs on it. Any thread.</summary>
    public abstract bool IsCurrent { get; }

    /// <summary>Called at the end of each turn. Must not throw. Any thread sets it, once.</summary>
    public abstract Action? TurnEnded { get; set; }

    /// <summary>Queues work for the next turn. Any thread.</summary>
    public abstract void Post(IHomeWork work);

    /// <summary>Starts to watch a socket. On its thread.</summary>
    /// <returns>The slot to give back to <see cref="Unwatch"/>.</returns>
    /// <exception cref="Win32Exception">The kernel watches no more sockets, or the loop has ended.</exception>
    public abstract int Watch(ILoopSocket guest, Socket socket);

    /// <summary>Stops watching; before the socket is closed. On its thread.</summary>
    public abstract void Unwatch(int slot, Socket socket);
}
