using System.Net.Sockets;

namespace MGen.Links;

/// <summary>A socket that an <see cref="ILinkThread"/> serves. All members are used on that thread.</summary>
public interface ILinkSocket
{
    /// <summary>The socket; non-blocking.</summary>
    Socket Socket { get; }

    /// <summary>Whether unsent bytes wait until the socket is writable.</summary>
    bool WantsToWrite { get; }

    /// <summary>
    /// Whether received bytes may be left that the socket does not report as readable. If so,
    /// <see cref="OnReadable"/> is called in the next iteration.
    /// </summary>
    bool HasBuffered => false;

    /// <summary>Called when the socket is readable or at its end.</summary>
    /// <returns>Whether there may be more to read: the thread calls it again in the next iteration.</returns>
    bool OnReadable();

    /// <summary>Sends the pending bytes. Called at the end of an iteration and when the socket is writable.</summary>
    void Flush();
}
