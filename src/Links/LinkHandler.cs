using MGen.Wire.Blobs;

namespace MGen.Links;

/// <summary>
/// Handles one kind of requests from other members, on the loop's thread. An abstract class and not an interface: the
/// call is on the path of every message, and a virtual call is cheaper than interface dispatch.
/// </summary>
internal abstract class LinkHandler
{
    public abstract LinkMessage Kind { get; }

    /// <summary>Handles a request and responds, now or later.</summary>
    /// <param name="request">Where the response is written.</param>
    /// <param name="body">The request's body; valid only during the call.</param>
    /// <exception cref="InvalidDataException">The body is invalid; the link is closed.</exception>
    public abstract void Handle(LinkRequest request, ref BlobReader body);
}
