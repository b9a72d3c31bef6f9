using System.Net;
using System.Net.Sockets;
using MGen.Wire;
using MGen.Wire.Blobs;

namespace MGen.Links;

/// <summary>Another member as calls see it: they leave on its link, or wait until there is one. All on the loop's thread.</summary>
internal sealed class LinkPeer(LinkNetwork network, NodeId address)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private List<LinkCall> _waiting = [];
    private bool _isDialling;

    /// <summary>The link; <c>null</c> while there is none.</summary>
    public Link? Link { get; private set; }

    public void Call(LinkCall call)
    {
        if (Link is not null)
        {
            Link.Call(call);
            return;
        }
        _waiting.Add(call);
        Dial();
    }

    /// <summary>Sends a message without an answer; without a link it is lost, and a link is made for the next one.</summary>
    public void Send<T>(LinkMessage kind, T body, Action<BlobWriter, T> write)
    {
        if (Link is not null)
            Link.Send(kind, body, write);
        else
            Dial();
    }

    /// <summary>There is a link, whoever dialled it. One is enough; a second one only answers what comes on it.</summary>
    public void Adopt(Link link)
    {
        if (Link is not null)
            return;
        Link = link;
        (List<LinkCall> calls, _waiting) = (_waiting, []);
        foreach (LinkCall call in calls)
            link.Call(call);
    }

    /// <summary>The link has ended.</summary>
    public void Forget(Link link)
    {
        if (Link == link)
            Link = null;
    }

    /// <summary>The member is gone: nobody answers any more.</summary>
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
        _ = Task.Run(DialAsync); // its errors are caught inside
    }

    /// <summary>Elsewhere than on the loop's thread, for it waits; what comes of it goes back there.</summary>
    private async Task DialAsync()
    {
        Socket? socket = null;
        Exception? failure = null;
        try
        {
            socket = Connect(await network.FindAsync(address));
        }
        catch (Exception unreachable)
        {
            failure = unreachable;
        }
        network.Post(() => EndDialling(socket, failure));
    }

    private void EndDialling(Socket? socket, Exception? failure)
    {
        _isDialling = false;
        try
        {
            if (socket is not null)
                network.Dialled(socket, address);
        }
        catch (Exception refused)
        {
            failure = refused;
        }
        if (failure is not null)
            FailWaiting(new UnreachableMemberException($"{address}: {failure.Message}", failure));
    }

    /// <summary>By calls that wait: a socket that was once used by the others stays with the runtime's own thread, which every byte then wakes as well.</summary>
    private static Socket Connect(IPEndPoint endPoint)
    {
        Socket socket = new(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        try
        {
            StartConnect(socket, endPoint);
            if (!socket.Poll(Patience, SelectMode.SelectWrite))
                throw new SocketException((int)SocketError.TimedOut);
            return socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error) is int error and not 0 ? throw new SocketException(error) : socket;
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
        catch (SocketException busy) when (busy.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress or SocketError.IOPending)
        {
            // Poll tells when it is done.
        }
    }

    private void FailWaiting(Exception why)
    {
        (List<LinkCall> calls, _waiting) = (_waiting, []);
        foreach (LinkCall call in calls)
            call.Fail(why);
    }
}
