using System.Net;
using MGen.Wire;

namespace MGen.Links;

/// <summary>What links need to know about the members of a cluster. Thread-safe.</summary>
public interface ILinkDirectory
{
    /// <summary>This member.</summary>
    NodeId Here { get; }

    /// <summary>Whether a member has left or was declared dead; it does not come back under this identity.</summary>
    bool IsGone(NodeId member);

    /// <summary>Where a member's links listen.</summary>
    /// <exception cref="Exception">The member does not answer; the text says why.</exception>
    Task<IPEndPoint> FindAsync(NodeId member);
}
