using System.ComponentModel;
using System.Net;
using System.Net.Sockets;

namespace MGen.Transport.OpenSsl;

/// <summary>
/// Connects a socket on an event loop. .NET's own asynchronous connect, which this replaces, starts a thread that waits
/// for sockets, and continues the caller on a thread of the pool.
/// </summary>
internal sealed class LoopConnect(SharedLoop loop, Socket socket, EndPoint target) : ILoopSocket, IHomeWork
{
    private const int NotWatched = -1;

    private readonly TaskCompletionSource _connected = new(); // completed on the loop's thread
    private int _slot = NotWatched;

    /// <summary>Connects.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        loop.Post(this);
        await using (
            cancellationToken.UnsafeRegister(static (state, token) => ((LoopConnect)state!).Cancel(token), this)
        )
            await _connected.Task;
        socket.Blocking = true; // as .NET's asynchronous connect leaves it; NetworkStream demands it
        _ = socket.RemoteEndPoint; // makes the socket object notice that it is connected
    }

    /// <summary>Starts to connect.</summary>
    void IHomeWork.Execute()
    {
        if (_connected.Task.IsCompleted)
            return;
        try
        {
            socket.Blocking = false;
            socket.Connect(target);
            _connected.TrySetResult(); // possible on the same machine
        }
        catch (SocketException failure)
            when (failure.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            Watch();
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            _connected.TrySetException(failure);
        }
    }

    void ILoopSocket.OnReady(int flags)
    {
        const int Decided = LibC.EpollOut | LibC.EpollError | LibC.EpollHangup;
        if ((flags & Decided) == 0 || _connected.Task.IsCompleted)
            return;
        // Unwatched first: the caller continues inside TrySetResult and hands the socket to its next owner, which
        // watches it again.
        Unwatch();
        // A writable socket is not necessarily connected: the attempt is over, and this option contains its outcome.
        SocketError error = (SocketError)(int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
        if (error == SocketError.Success)
            _connected.TrySetResult();
        else
            _connected.TrySetException(new SocketException((int)error));
    }

    void ILoopSocket.OnLoopEnd() => _connected.TrySetException(new SocketException((int)SocketError.OperationAborted));

    private void Watch()
    {
        try
        {
            _slot = loop.Watch(this, socket);
        }
        catch (Win32Exception)
        {
            _connected.TrySetException(new SocketException((int)SocketError.TooManyOpenSockets));
        }
    }

    private void Unwatch()
    {
        if (_slot != NotWatched)
            loop.Unwatch(_slot, socket);
        _slot = NotWatched;
    }

    // Posted: a token is cancelled on any thread, and the slot belongs to the loop.
    private void Cancel(CancellationToken token) => loop.Post(new CancelWork(this, token));

    private sealed class CancelWork(LoopConnect connect, CancellationToken token) : IHomeWork
    {
        public void Execute()
        {
            if (connect._connected.Task.IsCompleted)
                return;
            connect.Unwatch();
            connect._connected.TrySetCanceled(token);
        }
    }
}
