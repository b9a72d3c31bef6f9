using System.Net.Sockets;

namespace MGen.Links;

/// <summary>A socket that an <see cref="ILinkThread"/> serves. All on that thread.</summary>
public interface ILinkSocket
{
    /// <summary>The socket; it never blocks.</summary>
    Socket Socket { get; }

    /// <summary>Whether it waits until the socket takes bytes again.</summary>
    bool WantsToWrite { get; }

    /// <summary>There is something to read, or the end.</summary>
    /// <returns>Whether there may be more: then it is called again in the next turn.</returns>
    bool OnReadable();

    /// <summary>A turn ends, or the socket takes bytes again: what gathered leaves.</summary>
    void Flush();
}
