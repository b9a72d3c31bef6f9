using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MGen.Transport.OpenSsl;
using MGen.Wire;
using Microsoft.Extensions.Logging;

namespace MGen.Links;

/// <summary>
/// This member's links: one connection to each member with which it exchanges requests, whichever side dialled.
/// <see cref="ILinkDirectory"/> says who is a member and where its links listen.
/// </summary>
internal sealed partial class LinkNetwork : ILinkOwner
{
    /// <summary>
    /// A link with outstanding requests is probed after this time without a received byte, because a response may take
    /// long although the member is well.
    /// </summary>
    private static readonly TimeSpan ProbeAfter = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A link with outstanding requests is closed after this time without a received byte. Any link is closed after
    /// this time in which bytes wait for the socket and none leaves. The callers then retransmit. The members take
    /// about as long to detect a failure; before that, the member may be dead, and a relay could not reach it either.
    /// </summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Longest time in which the side that dialled must complete TLS and send its hello.
    /// </summary>
    private static readonly TimeSpan LongestIntroduction = TimeSpan.FromSeconds(10);

    /// <summary>Most links whose hello has not arrived; further connections are closed.</summary>
    private const int MaxStrangers = 256;

    private const string Late = "it did not introduce itself in time";

    private readonly ILinkDirectory _members;
    private readonly LinkOptions _options;
    private readonly LinkLoop _loop;
    private readonly LinkListener _listener;
    private readonly ILogger<LinkNetwork> _logger;
    private readonly LinkHandler?[] _handlers = new LinkHandler?[byte.MaxValue + 1];

    // No locks from here on: one thread uses these collections.
    private readonly Dictionary<NodeId, LinkPeer> _peers = [];
    private readonly List<Link> _links = [];
    private uint _nextRelay;

    /// <summary>Links whose hello has not arrived, and the addresses of their other sides.</summary>
    private readonly Dictionary<Link, EndPoint?> _strangers = [];

    public LinkNetwork(
        ILinkDirectory members,
        LinkOptions options,
        LinkLoop loop,
        IEnumerable<LinkHandler> handlers,
        TimeProvider clock,
        ILogger<LinkNetwork> logger
    )
    {
        _members = members;
        _options = options;
        _loop = loop;
        _logger = logger;
        Clock = clock;
        foreach (LinkHandler handler in handlers)
            _handlers[(byte)handler.Kind] = handler;
        _listener = new LinkListener(options.EndPoint, Accept);
        loop.Post(() =>
        {
            loop.Add(_listener);
            loop.Ticked += Check;
        });
    }

    public TimeProvider Clock { get; }

    public long Now => Clock.GetTimestamp();

    /// <summary>The end point on which this member's links listen.</summary>
    public IPEndPoint LocalEndPoint => _listener.LocalEndPoint;

    /// <summary>Sends a request. Thread-safe.</summary>
    /// <returns>The response.</returns>
    /// <exception cref="UnreachableMemberException">
    /// The member cannot be reached, has left, or reports a failure; the request may have arrived.
    /// </exception>
    public ValueTask<TResponse> CallAsync<TResponse>(NodeId member, AwaitedCall<TResponse> call)
    {
        ValueTask<TResponse> answer = call.Answer; // taken first, since another thread may complete the call
        if (_loop.IsCurrent)
            PeerOf(member).Call(call);
        else
            // A closure per call, but only from other threads: calls that are made for every message come from the
            // loop.
            _loop.Post(() => PeerOf(member).Call(call));
        return answer;
    }

    /// <summary>Sends a message that has no response; it may be lost. On the loop's thread.</summary>
    public void Send<T>(NodeId member, LinkMessage kind, T body, Action<BlobWriter, T> write) =>
        PeerOf(member).Send(kind, body, write);

    /// <summary>Runs an action on the loop's thread. Thread-safe.</summary>
    public void Post(Action work) => _loop.Post(work);

    /// <summary>Returns the end point where a member's links listen.</summary>
    public Task<IPEndPoint> FindAsync(NodeId member) => _members.FindAsync(member);

    /// <summary>
    /// Makes the TLS handshake of an outgoing connection, if links are encrypted. Blocks until the peer responds, so it
    /// must not be called on the loop's thread.
    /// </summary>
    /// <exception cref="IOException">The handshake failed or took too long.</exception>
    public LinkCipher? Secure(Socket socket, TimeSpan patience)
    {
        if (_options.Tls is not { } tls)
            return null;
        long started = Now;
        LinkCipher cipher = tls.CreateCipher(socket.Handle, isDialling: true);
        HandshakeStep step;
        while ((step = cipher.Advance()) == HandshakeStep.NeedsInput)
        {
            TimeSpan left = patience - Clock.GetElapsedTime(started);
            SelectMode mode = cipher.WantsToWrite ? SelectMode.SelectWrite : SelectMode.SelectRead;
            // The limit is for the whole handshake: a peer that sends single bytes must not extend it.
            if (left <= TimeSpan.Zero || !socket.Poll(left, mode))
                break;
        }
        if (step == HandshakeStep.Done)
            return cipher;
        string problem = step == HandshakeStep.Failed ? $"TLS: {cipher.Problem}" : "no response to the TLS handshake";
        cipher.Dispose();
        throw new IOException(problem);
    }

    /// <summary>Takes over a new outgoing connection and sends the hello.</summary>
    public void Dialled(Socket socket, NodeId member, LinkCipher? cipher)
    {
        Link link = Add(socket, member, cipher);
        // The first message on the link, before the peer's waiting calls, which Adopt writes.
        BlobWriter writer = link.Begin(LinkMessage.Hello, 0);
        foreach (string word in (string[])[_options.ClusterId, _members.Here.Name, member.Name])
            writer.Bytes(Encoding.UTF8.GetBytes(word));
        link.End();
        PeerOf(member).Adopt(link);
    }

    /// <summary>Requests a flush of a link at the end of this iteration.</summary>
    public void FlushAtEndOfIteration(Link link) => _loop.FlushAtEndOfIteration(link);

    /// <summary>
    /// Removes a closed link. If the other side was never known to be a member, reports the link, unless the other side
    /// closed it without sending a byte.
    /// </summary>
    public void Forget(Link link, string why)
    {
        if (_strangers.Remove(link, out EndPoint? remote) && (link.HasHeard || why == Late))
            LogStranger(_logger, remote, why);
        _loop.Remove(link);
        _links.Remove(link);
        if (link.Peer is { } peer && _peers.TryGetValue(peer, out LinkPeer? owner))
            owner.Forget(link);
    }

    /// <summary>Handles a received request or hello.</summary>
    public void Handle(Link link, LinkMessage kind, ulong call, ref BlobReader body)
    {
        if (kind == LinkMessage.Hello)
            Meet(link, ref body);
        else if (link.Peer is null)
            throw new InvalidDataException($"a message of kind {kind} before the hello");
        else if (_handlers[(byte)kind] is { } handler)
            handler.Handle(new LinkRequest(link, call), ref body);
        else if (kind == LinkMessage.Ping)
            Send(link, LinkMessage.Pong);
        else if (kind == LinkMessage.Relay)
            Forward(new LinkRequest(link, call), ref body);
        else if (kind != LinkMessage.Pong)
            throw new InvalidDataException($"a message of kind {kind}");
    }

    /// <summary>Reports that a member's message could not be handled.</summary>
    public void Report(Link link, Exception failure)
    {
        if (link.Peer is { } peer)
            LogRefused(_logger, peer, failure);
    }

    /// <summary>
    /// Returns a member with a link, as a relay for requests to an unreachable member; <c>null</c> if there is none.
    /// Successive calls return such members in turn. On the loop's thread.
    /// </summary>
    public LinkPeer? FindRelay()
    {
        // A copy per relayed call, which is rare: links to most members work.
        LinkPeer[] relays = [.. _peers.Values.Where(peer => peer.Link is not null)];
        return relays.Length == 0 ? null : relays[(int)(_nextRelay++ % (uint)relays.Length)];
    }

    /// <summary>Reports that a member cannot be reached.</summary>
    public void ReportUnreachable(NodeId member) => LogUnreachable(_logger, member);

    /// <summary>Reports that an unreachable member has a link again.</summary>
    public void ReportReached(NodeId member) => LogReached(_logger, member);

    private static void Send(Link link, LinkMessage kind)
    {
        link.Begin(kind, 0);
        link.End();
    }

    /// <summary>Passes a request on to another member; see <see cref="RelayedCall"/>.</summary>
    private void Forward(LinkRequest request, ref BlobReader body)
    {
        NodeId target = new(Encoding.UTF8.GetString(body.Bytes()));
        LinkMessage kind = (LinkMessage)body.Byte();
        // Only requests: a relayed hello or ping would act in the relay's name.
        if (kind < LinkMessage.FirstRequest || target == _members.Here)
            throw new InvalidDataException($"a relay of kind {kind} to {target}");
        if (_members.IsGone(target))
            request.Fail($"{target}: it is no longer a member");
        else
            PeerOf(target).Call(new ForwardedCall(request, kind, body.Rest().ToArray()));
    }

    private void Accept(Socket socket)
    {
        EndPoint? remote = null;
        try
        {
            remote = socket.RemoteEndPoint;
            // Each such connection has buffers of 512 KiB before the other side has proved its identity.
            if (_strangers.Count >= MaxStrangers)
                throw new IOException($"{MaxStrangers} connections have not introduced themselves");
            socket.Blocking = false;
            LinkCipher? cipher = _options.Tls?.CreateCipher(socket.Handle, isDialling: false);
            _strangers.Add(Add(socket, null, cipher), remote);
        }
        catch (Exception failure) when (failure is Win32Exception or IOException) // a SocketException is one, too
        {
            LogStranger(_logger, remote, failure.Message);
            socket.Dispose();
        }
    }

    private Link Add(Socket socket, NodeId? peer, LinkCipher? cipher)
    {
        try
        {
            Link link = new(this, socket, peer, cipher);
            _loop.Add(link);
            _links.Add(link);
            return link;
        }
        catch
        {
            // The socket is broken, or the kernel cannot watch one more. There is no link yet that would close it.
            cipher?.Dispose();
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Checks the hello of the side that dialled. It may name another member, to which this port belonged before.
    /// </summary>
    private void Meet(Link link, ref BlobReader body)
    {
        if (link.Peer is not null)
            throw new InvalidDataException("a second hello"); // it could name another member
        string cluster = Encoding.UTF8.GetString(body.Bytes());
        NodeId from = new(Encoding.UTF8.GetString(body.Bytes()));
        NodeId to = new(Encoding.UTF8.GetString(body.Bytes()));
        if (cluster != _options.ClusterId || to != _members.Here)
            throw new InvalidDataException($"its hello names member {to} of cluster {cluster}");
        // A member may not know yet that it was declared dead. Its requests must not reach the state that other
        // members have taken over.
        if (_members.IsGone(from))
        {
            link.Close("it was declared dead");
            return;
        }
        link.Peer = from;
        _strangers.Remove(link);
        // Whichever side dialled, both use the link: usually one connection per pair.
        PeerOf(from).Adopt(link);
    }

    private LinkPeer PeerOf(NodeId member)
    {
        if (!_peers.TryGetValue(member, out LinkPeer? peer))
            _peers.Add(member, peer = new LinkPeer(this, member));
        return peer;
    }

    /// <summary>
    /// Closes links whose hello is late, links that have been silent for too long and links of members that have left.
    /// Probes links that have been silent for a shorter time.
    /// </summary>
    private void Check()
    {
        foreach (
            Link link in _strangers
                .Keys.Where(link => Clock.GetElapsedTime(link.Opened) > LongestIntroduction)
                .ToArray()
        )
            link.Close(Late);
        foreach (Link link in _links.Where(IsSilent).ToArray())
            CloseSilent(link);
        foreach (
            Link link in _links
                .Where(link => link.IsAwaited && Clock.GetElapsedTime(link.LastHeard) > ProbeAfter)
                .ToArray()
        )
            Send(link, LinkMessage.Ping);
        foreach (NodeId member in _peers.Keys.Where(_members.IsGone).ToArray())
        {
            // Removed first, because the sender of a failing call may make its next request immediately. That request
            // must not be queued at a peer that is never served again.
            _peers.Remove(member, out LinkPeer? gone);
            gone!.End("it is no longer a member");
            foreach (Link link in _links.Where(link => link.Peer == member).ToArray())
                link.Close("it is no longer a member");
        }
    }

    /// <summary>
    /// Whether the member does not respond, or does not read. Without the second check, bytes of messages that have no
    /// response could accumulate without bound.
    /// </summary>
    private bool IsSilent(Link link) =>
        link.Peer is not null
        && (
            (link.IsAwaited && Clock.GetElapsedTime(link.LastHeard) > LongestSilence)
            || (link.WantsToWrite && Clock.GetElapsedTime(link.LastSent) > LongestSilence)
        );

    /// <summary>Closes a link whose member does not respond, and marks the member as unreachable.</summary>
    private void CloseSilent(Link link)
    {
        LogSilent(_logger, link.Peer);
        if (link.Peer is { } peer && PeerOf(peer) is { } owner && owner.Link == link)
        {
            // Both before the close. The close fails the calls, and their senders may retransmit immediately: to a
            // relay and not on this link.
            owner.Forget(link);
            owner.MarkUnreachable();
        }
        link.Close("it does not respond");
    }

    [LoggerMessage(
        46,
        LogLevel.Warning,
        "{Member} cannot be reached from here; other members relay the requests for it until it can be reached again"
    )]
    private static partial void LogUnreachable(ILogger logger, NodeId member);

    [LoggerMessage(45, LogLevel.Warning, "{Member} can be reached again")]
    private static partial void LogReached(ILogger logger, NodeId member);

    [LoggerMessage(43, LogLevel.Warning, "Closed the link to {Member}: a message could not be handled")]
    private static partial void LogRefused(ILogger logger, NodeId member, Exception failure);

    [LoggerMessage(44, LogLevel.Warning, "Refused a connection from {Remote} at the port of links: {Reason}")]
    private static partial void LogStranger(ILogger logger, EndPoint? remote, string reason);

    [LoggerMessage(42, LogLevel.Warning, "Closed the link to {Member}: it does not respond")]
    private static partial void LogSilent(ILogger logger, NodeId? member);
}

/// <summary>Where a member's links listen.</summary>
/// <param name="ClusterId">The cluster; links from other clusters are refused.</param>
/// <param name="EndPoint">The address; port 0 selects a free one.</param>
public sealed record LinkOptions(string ClusterId, IPEndPoint EndPoint)
{
    /// <summary>Encrypts links and requires certificates; <c>null</c>: links have neither.</summary>
    internal LinkTls? Tls { get; init; }
}
