using System.Net.Sockets;

namespace MGen.Transport;

/// <summary>
/// Accepts a listening socket's clients on the engine's own threads, if it has any, which saves waking another thread.
/// One caller at a time.
/// </summary>
public abstract class SocketAcceptor : IDisposable
{
    /// <summary>Waits for the next client.</summary>
    /// <returns>Its socket; <c>null</c> after <see cref="Dispose"/>.</returns>
    /// <exception cref="SocketException">This client could not be accepted; the next one may be.</exception>
    public abstract ValueTask<Socket?> AcceptAsync();

    /// <summary>
    /// Stops accepting; a waiting caller is notified. Thread-safe and idempotent. The owner of the listening socket
    /// disposes it, after <see cref="AcceptAsync"/> has returned.
    /// </summary>
    public abstract void Dispose();
}
