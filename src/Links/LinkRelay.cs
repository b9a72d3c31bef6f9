using System.Text;
using MGen.Wire;

namespace MGen.Links;

/// <summary>
/// A request that goes through a third member, because the network between this member and the target is broken.
/// The response returns by the same path.
/// <code>
/// target, kind (1 byte), the request's body | response: the target's response
/// </code>
/// </summary>
internal sealed class RelayedCall(NodeId target, LinkCall call) : LinkCall
{
    public override LinkMessage Kind => LinkMessage.Relay;

    // A relay that has lost its own link fails the call, and the sender tries the next relay.
    public override bool MayBeRelayed => false;

    public override void Write(BlobWriter writer)
    {
        writer.Bytes(Encoding.UTF8.GetBytes(target.Name));
        writer.Byte((byte)call.Kind);
        call.Write(writer);
    }

    public override void Complete(ref BlobReader answer) => call.Complete(ref answer);

    public override void Fail(Exception why) => call.Fail(why);
}

/// <summary>
/// A relayed request at the relay, in the form that the target receives. The relay does not pass it to a second
/// relay, so no request loops.
/// </summary>
internal sealed class ForwardedCall(LinkRequest origin, LinkMessage kind, byte[] body) : LinkCall
{
    public override LinkMessage Kind => kind;

    public override bool MayBeRelayed => false;

    public override void Write(BlobWriter writer) => writer.Append(body);

    public override void Complete(ref BlobReader answer)
    {
        // The response is copied: the link that it arrived on reuses its buffer.
        origin.Begin().Append(answer.Rest());
        origin.End();
    }

    public override void Fail(Exception why) => origin.Fail(why.Message);
}
