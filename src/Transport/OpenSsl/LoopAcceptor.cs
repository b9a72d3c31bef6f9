using System.ComponentModel;
using System.Net.Sockets;

namespace MGen.Transport.OpenSsl;

/// <summary>
/// Accepts on an event loop's thread: a pool thread would have to be woken for each client only to wake the loop.
/// </summary>
internal sealed class LoopAcceptor : SocketAcceptor, ILoopSocket, IHomeWork
{
    /// <summary>Most clients accepted before other sockets are served.</summary>
    private const int AcceptsPerIteration = 16;

    private readonly EventLoop _loop;
    private readonly Socket _listening;
    private readonly HomeWaiter<Socket?> _waiter = new();
    private int _slot = -1;
    private int _acceptsInIteration;
    private volatile bool _stopped;

    public LoopAcceptor(EventLoop loop, Socket listening)
    {
        _loop = loop;
        _listening = listening;
        listening.Blocking = false; // a client that leaves before it is accepted must not block the loop
    }

    private int Descriptor => (int)_listening.SafeHandle.DangerousGetHandle();

    public override ValueTask<Socket?> AcceptAsync()
    {
        bool mayContinue = _loop.IsCurrent && ++_acceptsInIteration <= AcceptsPerIteration;
        if (mayContinue && TryAccept(out Socket? socket))
            return new(socket);
        // The wait is registered before the work is posted: the loop may run the work before this method returns.
        ValueTask<Socket?> next = _waiter.WaitAsync();
        if (!mayContinue)
            _loop.Post(this);
        return next;
    }

    public override void Dispose()
    {
        _stopped = true;
        _loop.Post(this);
    }

    void ILoopSocket.OnReady(int flags) => Continue();

    void ILoopSocket.OnLoopEnd()
    {
        _stopped = true;
        Unwatch();
        Continue();
    }

    void IHomeWork.Execute() => Continue();

    private void Continue()
    {
        _acceptsInIteration = 0;
        try
        {
            if (_waiter.IsWaiting && TryAccept(out Socket? socket))
                _waiter.Complete(socket);
        }
        catch (SocketException failure)
        {
            // One client's failure: the caller logs it and accepts the next one.
            _waiter.Fail(failure);
        }
    }

    /// <summary>Polls before it accepts, since the platform throws an exception if no client is waiting.</summary>
    /// <returns>Whether there is a result: a client's socket, or <c>null</c> when stopped.</returns>
    private bool TryAccept(out Socket? socket)
    {
        socket = null;
        if (_stopped || _loop.HasEnded)
        {
            Unwatch();
            return true;
        }
        // The socket is watched before it is polled: a client that arrives in between causes an event or is found by
        // the poll.
        Watch();
        if (!_listening.Poll(0, SelectMode.SelectRead))
            return false;
        socket = _listening.Accept();
        return true;
    }

    private void Watch()
    {
        try
        {
            if (_slot < 0)
                _slot = _loop.Add(this, Descriptor);
        }
        catch (Win32Exception)
        {
            throw new SocketException((int)SocketError.NoBufferSpaceAvailable);
        }
    }

    private void Unwatch()
    {
        if (_slot >= 0)
            _loop.Remove(_slot, Descriptor);
        _slot = -1;
    }
}
