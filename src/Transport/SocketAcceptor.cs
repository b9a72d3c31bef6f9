using System.Net.Sockets;

namespace MGen.Transport;

/// <summary>Accepts a listening socket's clients on the engine's own threads, where it has some: then no other thread must wake for it. One caller at a time.</summary>
public abstract class SocketAcceptor : IDisposable
{
    /// <summary>Waits for the next client.</summary>
    /// <returns>Its socket; <c>null</c> after <see cref="Dispose"/>.</returns>
    /// <exception cref="SocketException">This client could not be accepted; the next one may be.</exception>
    public abstract ValueTask<Socket?> AcceptAsync();

    /// <summary>Accepts no more; whoever waits learns it. Any thread, more than once. The listening socket is its owner's to dispose, and not before <see cref="AcceptAsync"/> has ended.</summary>
    public abstract void Dispose();
}
