using System.Net;
using MGen.Wire;

namespace MGen.Links;

/// <summary>What links need to know about the members of a cluster. Thread-safe.</summary>
public interface ILinkDirectory
{
    /// <summary>The identity of this process.</summary>
    NodeId Here { get; }

    /// <summary>
    /// Whether a member has left or was declared dead. An identity that has left is never used again.
    /// </summary>
    bool IsGone(NodeId member);

    /// <summary>Returns the end point where a member's links listen.</summary>
    /// <exception cref="Exception">The member does not respond; the message says why.</exception>
    Task<IPEndPoint> FindAsync(NodeId member);
}
