using MGen.Wire;
using MGen.Wire.Blobs;

namespace MGen.Links;

/// <summary>
/// A request received on a link, to be responded to on the loop's thread. If the link is closed by then, the response
/// is discarded.
/// </summary>
internal readonly struct LinkRequest(Link link, ulong call)
{
    /// <summary>The member that sent the request.</summary>
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
