using MGen.Wire;

namespace MGen.Links;

/// <summary>
/// Handles one kind of requests from other members, on the loop's thread. An abstract class and not an interface: the
/// call is on the path of every message, and a virtual call is cheaper than interface dispatch.
/// </summary>
internal abstract class LinkHandler
{
    public abstract LinkMessage Kind { get; }

    /// <summary>Handles a request and responds, now or later; or handles a message that has no response.</summary>
    /// <param name="request">Where the response is written.</param>
    /// <param name="body">The request's body; valid only during the call.</param>
    /// <exception cref="InvalidDataException">The body is invalid; the link is closed.</exception>
    public abstract void Handle(LinkRequest request, ref BlobReader body);
}

/// <summary>
/// A request received on a link. The response is written on the loop's thread; if the link is closed by then, the
/// response is discarded.
/// </summary>
internal readonly struct LinkRequest(Link link, ulong call)
{
    /// <summary>The member at the other end of the link. For a relayed request this is the relay.</summary>
    public NodeId Caller => link.Peer!.Value;

    /// <summary>Starts the response. Write the body, then call <see cref="End"/>.</summary>
    public BlobWriter Begin() => link.Begin(LinkMessage.Answer, call);

    /// <summary>Completes the response.</summary>
    public void End() => link.End();

    /// <summary>Responds with a failure.</summary>
    public void Fail(string why)
    {
        link.Begin(LinkMessage.Failure, call).Bytes(System.Text.Encoding.UTF8.GetBytes(why));
        link.End();
    }
}
