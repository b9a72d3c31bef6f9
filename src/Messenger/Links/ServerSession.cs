using System.Security.Cryptography;
using MGen.Wire;

namespace MGen.Messenger.Links;

/// <summary>
/// What outlives a conversation's links: who it is, what is to be sent, and, where resumption is negotiated, how far
/// the server's frames have come. Used by one link at a time, but for the outbox.
/// </summary>
/// <remarks>
/// Several message servers of one conversation are expected to be entrances of one cluster, which knows its sessions
/// wherever the client comes in.
/// </remarks>
internal sealed class ServerSession(Identifier user, Identifier group)
{
    private Guid _id;
    private bool _wasOffered;

    /// <summary>The user.</summary>
    public Identifier User => user;

    /// <summary>The group.</summary>
    public Identifier Group => group;

    /// <summary>What is to be sent.</summary>
    public Outbox Outbox { get; } = new();

    /// <summary>Frames of this session that came from the server, each counted when it was complete.</summary>
    public ulong Received { get; private set; }

    /// <summary>A frame of this session came from the server.</summary>
    public void CountReceived() => Received++;

    /// <summary>
    /// The handshake of a link without resumption. It may send at once. A session that there was before is over: nobody
    /// counted on this link.
    /// </summary>
    public Handshake BeginPlain()
    {
        _wasOffered = false;
        Outbox.Restart();
        return new Handshake(user, group);
    }

    /// <summary>The handshake of a link with resumption.</summary>
    /// <param name="mustWait">
    /// Whether nothing may be sent before the server's answer: on every link but a session's first, since only the
    /// answer tells where to go on.
    /// </param>
    public Handshake BeginResumable(out bool mustWait)
    {
        mustWait = _wasOffered;
        if (!_wasOffered)
            StartSession();
        return new Handshake(user, group, new ResumeOffer(_id, Received));
    }

    /// <summary>
    /// The server has resumed the session: it has the first <paramref name="accepted"/> of its frames.
    /// </summary>
    public void Resume(ulong accepted) => Outbox.Resume(accepted);

    /// <summary>
    /// The server does not know the session, for it was restarted. What had been sent and never confirmed is sent
    /// again: better twice than never, and receivers recognise what they had. What came from the server is counted on:
    /// the server begins at the count it was offered, so that both agree even if this answer is lost.
    /// </summary>
    public void StartOver() => Outbox.Restart();

    private void StartSession()
    {
        _id = new Guid(RandomNumberGenerator.GetBytes(16));
        _wasOffered = true;
        Received = 0;
        Outbox.Restart();
    }
}
