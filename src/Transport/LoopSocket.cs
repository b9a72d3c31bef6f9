using System.ComponentModel;
using System.Net.Sockets;
using MGen.Transport.OpenSsl;

namespace MGen.Transport;

/// <summary>
/// Receives and sends on an event loop. While it waits for bytes it holds no buffer. One reader and one writer at a
/// time. All members except <see cref="Abort"/> are called on the loop's thread, and waiting callers continue on that
/// thread.
/// </summary>
/// <param name="loop">The loop.</param>
/// <param name="socket">A connected socket, which the caller owns and disposes after <see cref="Leave"/>.</param>
public sealed class LoopSocket(SharedLoop loop, Socket socket) : ILoopSocket, IHomeWork
{
    /// <summary>Result of <see cref="Receive"/>: no bytes are available now.</summary>
    public const int WouldBlock = SocketCalls.WouldBlock;

    /// <summary>Result of <see cref="Receive"/>: the connection is broken.</summary>
    public const int Broken = SocketCalls.Broken;

    /// <summary>Most receives before other sockets are served.</summary>
    private const int ReceivesPerIteration = 16;

    private const int NotWatched = -1;

    private readonly HomeWaiter<bool> _receiver = new();
    private readonly HomeWaiter<bool> _sender = new();
    private int _slot = NotWatched;
    private bool _mayReceive = true;
    private bool _hangup;
    private bool _isAborted;
    private int _receivesInIteration;

    /// <summary>Waits until <see cref="Receive"/> may have a result.</summary>
    /// <returns>
    /// Whether to call <see cref="Receive"/>; <c>false</c> after <see cref="Abort"/>, or if the loop cannot watch the
    /// socket.
    /// </returns>
    public ValueTask<bool> WaitToReceiveAsync()
    {
        if (!TryWatch())
            return new(false);
        bool mayContinue = ++_receivesInIteration <= ReceivesPerIteration;
        // No wait: bytes may be left, for example because the last receive filled its buffer, and epoll reports no new
        // edge for them.
        if (_mayReceive && mayContinue)
            return new(true);
        if (_mayReceive)
            // The socket's share of this iteration is used up. The caller continues in the next iteration, after the
            // other ready sockets.
            loop.Post(this);
        return _receiver.WaitAsync();
    }

    /// <summary>Receives without waiting.</summary>
    /// <returns>
    /// The number of bytes; 0 at the end of the peer's stream; <see cref="WouldBlock"/> or <see cref="Broken"/>.
    /// </returns>
    public unsafe int Receive(Span<byte> buffer)
    {
        int count;
        fixed (byte* first = buffer)
            count = SocketCalls.Receive(Descriptor, first, buffer.Length);
        // After a short receive no byte is left, and the next bytes cause a new edge.
        _mayReceive = count != WouldBlock && (_hangup || count == buffer.Length || count <= 0);
        return count;
    }

    /// <summary>Sends all bytes.</summary>
    /// <returns>Whether the kernel accepted them; <c>false</c> also after <see cref="Abort"/>.</returns>
    public async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (!TryWatch())
                return false;
            int count = Send(bytes.Span);
            if (count == Broken || (count == WouldBlock && !await _sender.WaitAsync()))
                return false;
            bytes = bytes[Math.Max(count, 0)..];
        }
        return true;
    }

    /// <summary>Ends the current waits and all later ones. Thread-safe.</summary>
    public void Abort() => loop.Post(new AbortWork(this));

    /// <summary>Leaves the loop and ends all waits; the socket stays open.</summary>
    public void Leave()
    {
        if (_slot != NotWatched)
            loop.Unwatch(_slot, socket);
        _slot = NotWatched;
        End();
    }

    void ILoopSocket.OnReady(int flags)
    {
        _hangup |= SharedLoop.IsEnd(flags);
        if (_sender.IsWaiting && (flags & (LibC.EpollOut | LibC.EpollHangup | LibC.EpollError)) != 0)
            _sender.Complete(!_isAborted);
        if (!_hangup && (flags & LibC.EpollIn) == 0)
            return;
        _mayReceive = true;
        Continue();
    }

    void ILoopSocket.OnLoopEnd() => End();

    void IHomeWork.Execute() => Continue();

    private int Descriptor => (int)socket.SafeHandle.DangerousGetHandle();

    private void Continue()
    {
        _receivesInIteration = 0;
        if (_receiver.IsWaiting)
            _receiver.Complete(!_isAborted);
    }

    private void End()
    {
        // Set first, because a caller that continues below must not start another wait.
        _isAborted = true;
        Continue();
        if (_sender.IsWaiting)
            _sender.Complete(false);
    }

    private unsafe int Send(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
            return SocketCalls.Send(Descriptor, first, bytes.Length);
    }

    /// <returns>Whether the socket can be used.</returns>
    private bool TryWatch()
    {
        if (_isAborted || _slot != NotWatched)
            return !_isAborted;
        try
        {
            _slot = loop.Watch(this, socket);
            return true;
        }
        catch (Win32Exception)
        {
            return false; // the loop has ended, or the kernel's limit is reached
        }
    }

    private sealed class AbortWork(LoopSocket socket) : IHomeWork
    {
        public void Execute() => socket.End();
    }
}
