using System.Net;
using System.Net.Sockets;
using MGen.Wire;

namespace MGen.Links;

/// <summary>
/// Another member as the target of requests. They are sent on the member's link, or wait until there is one. On the
/// loop's thread only.
/// </summary>
internal sealed class LinkPeer(LinkNetwork network, NodeId address)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private List<LinkCall> _waiting = [];
    private bool _isDialling;
    private bool _isUnreachable;

    // Looked up once, because it does not change while the member runs. A lookup is an Orleans call, which may take
    // longer than connecting the link after a network partition.
    private IPEndPoint? _endPoint;

    /// <summary>The link; <c>null</c> while there is none.</summary>
    public Link? Link { get; private set; }

    public void Call(LinkCall call)
    {
        if (Link is not null)
        {
            Link.Call(call);
            return;
        }
        if (_isUnreachable && call.MayBeRelayed && network.FindRelay() is { } relay)
            relay.Call(new RelayedCall(address, call));
        else
            _waiting.Add(call);
        // Also if the request went to a relay, because the direct path is better as soon as it works.
        Dial();
    }

    /// <summary>
    /// Sends a message that has no response. Without a link the message is lost, and a link is dialled for the next
    /// one.
    /// </summary>
    public void Send<T>(LinkMessage kind, T body, Action<BlobWriter, T> write)
    {
        if (Link is not null)
            Link.Send(kind, body, write);
        else
            Dial();
    }

    /// <summary>
    /// Uses a link for requests, whichever side dialled it. If there is one already, this side sends on the second link
    /// only responses to the requests that arrive there.
    /// </summary>
    public void Adopt(Link link)
    {
        if (Link is not null)
            return;
        Link = link;
        if (_isUnreachable)
            network.ReportReached(address);
        _isUnreachable = false;
        // Taken out first: writing a call may break the link, and calls that are made then must wait in the new list.
        (List<LinkCall> calls, _waiting) = (_waiting, []);
        foreach (LinkCall call in calls)
            link.Call(call);
    }

    /// <summary>Notes that a link has closed.</summary>
    public void Forget(Link link)
    {
        if (Link == link)
            Link = null;
    }

    /// <summary>
    /// Notes that the member does not respond, although it is not known to be dead. Until there is a link again,
    /// requests go through other members.
    /// </summary>
    public void MarkUnreachable()
    {
        if (!_isUnreachable)
            network.ReportUnreachable(address);
        _isUnreachable = true;
    }

    /// <summary>The member has left: closes the link and fails the waiting requests.</summary>
    public void End(string why)
    {
        Link?.Close(why);
        FailWaiting(new UnreachableMemberException($"{address}: {why}"));
    }

    private void Dial()
    {
        if (_isDialling)
            return;
        _isDialling = true;
        _ = Task.Run(DialAsync); // it catches all exceptions
    }

    /// <summary>Runs on the thread pool, since it blocks; the outcome is posted to the loop's thread.</summary>
    private async Task DialAsync()
    {
        Socket? socket = null;
        LinkCipher? cipher = null;
        Exception? failure = null;
        try
        {
            // There is one dialling at a time, so only one thread writes the field. The post below publishes it to the
            // thread that dials next.
            _endPoint ??= await network.FindAsync(address);
            socket = Connect(_endPoint);
            cipher = network.Secure(socket, Patience);
        }
        catch (Exception unreachable)
        {
            failure = unreachable;
            socket?.Dispose();
            socket = null;
        }
        network.Post(() => EndDialling(socket, cipher, failure));
    }

    private void EndDialling(Socket? socket, LinkCipher? cipher, Exception? failure)
    {
        // First: failing the waiting calls may dial again.
        _isDialling = false;
        try
        {
            if (socket is not null)
                network.Dialled(socket, address, cipher);
        }
        catch (Exception refused)
        {
            failure = refused;
        }
        if (failure is null)
            return;
        if (Link is null) // else the member has dialled this one in the meantime
            MarkUnreachable();
        FailWaiting(new UnreachableMemberException($"{address}: {failure.Message}", failure));
    }

    /// <summary>
    /// Connects with blocking calls. An asynchronous connect would register the socket with the runtime's own event
    /// loop permanently, and that loop would then also wake for every byte.
    /// </summary>
    private static Socket Connect(IPEndPoint endPoint)
    {
        Socket socket = new(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        try
        {
            StartConnect(socket, endPoint);
            // A writable socket has finished connecting; the error below tells whether that succeeded.
            if (!socket.Poll(Patience, SelectMode.SelectWrite))
                throw new SocketException((int)SocketError.TimedOut);
            return socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error) is int error and not 0
                ? throw new SocketException(error)
                : socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void StartConnect(Socket socket, IPEndPoint endPoint)
    {
        try
        {
            socket.Connect(endPoint);
        }
        catch (SocketException busy)
            when (busy.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress or SocketError.IOPending)
        {
            // Poll reports when the connection is made.
        }
    }

    private void FailWaiting(Exception why)
    {
        (List<LinkCall> calls, _waiting) = (_waiting, []);
        foreach (LinkCall call in calls)
            call.Fail(why);
    }
}
