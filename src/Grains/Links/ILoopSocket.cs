using System.Net.Sockets;

namespace MGen.Grains.Links;

/// <summary>A socket that a <see cref="LinkLoop"/> serves. All on the loop's thread.</summary>
internal interface ILoopSocket
{
    Socket Socket { get; }

    /// <summary>Whether it waits until the socket takes bytes again.</summary>
    bool WantsToWrite { get; }

    /// <summary>There is something to read, or the end.</summary>
    void OnReadable();

    /// <summary>A round ends, or the socket takes bytes again: what gathered leaves.</summary>
    void Flush();
}
