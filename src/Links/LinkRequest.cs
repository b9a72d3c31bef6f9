using MGen.Wire;
using MGen.Wire.Blobs;

namespace MGen.Links;

/// <summary>A call that came by a link and is to be answered there, on the loop's thread. If the link is closed by then nobody hears it.</summary>
internal readonly struct LinkRequest(Link link, ulong call)
{
    /// <summary>Who asks.</summary>
    public NodeId Caller => link.Peer!.Value;

    /// <summary>Begins the answer; what it is is written next, then <see cref="End"/>.</summary>
    public BlobWriter Begin() => link.Begin(LinkMessage.Answer, call);

    /// <summary>The answer is complete.</summary>
    public void End() => link.End();

    /// <summary>Answers that it failed.</summary>
    public void Fail(string why)
    {
        link.Begin(LinkMessage.Failure, call).Bytes(System.Text.Encoding.UTF8.GetBytes(why));
        link.End();
    }
}
