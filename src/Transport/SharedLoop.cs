using System.ComponentModel;
using System.Net.Sockets;

namespace MGen.Transport;

/// <summary>
/// An engine's event loop as seen by a guest, whose sockets and work it serves along with the engine's connections:
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

/// <summary>
/// A socket that an engine's event loop watches: a connection's, or that of a guest of the <see cref="SharedLoop"/>.
/// Called on the loop's thread.
/// </summary>
public interface ILoopSocket
{
    /// <summary>
    /// The socket became readable, writable or broken. Called once per change (edge-triggered), so read until nothing
    /// is left. Must not throw.
    /// </summary>
    /// <param name="flags">The events of epoll.</param>
    void OnReady(int flags);

    /// <summary>The loop ends: there will be no more calls.</summary>
    void OnLoopEnd();
}

/// <summary>Work for a connection's home loop; see <see cref="TlsConnection.Post"/>.</summary>
public interface IHomeWork
{
    /// <summary>Does the work. Must not block or throw.</summary>
    void Execute();
}
