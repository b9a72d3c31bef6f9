using System.Buffers;
using System.Net.Sockets;
using MGen.Messenger.Links;
using MGen.Transport;

namespace MGen.Messenger.Peers;

/// <summary>
/// A TCP connection without TLS, with one reader and one writer. While it waits for bytes it holds no buffer. Its end
/// is reported as a value, not as an exception.
/// </summary>
/// <param name="socket">The connection.</param>
/// <param name="loop">
/// Receives and sends, and its thread continues; <c>null</c>: .NET's sockets, on threads of the pool.
/// </param>
internal sealed class PeerSocket(Socket socket, SharedLoop? loop) : IDisposable
{
    private const int ReadBufferBytes = 16 * 1024;

    private const int NotYet = -1;

    private readonly CancellationTokenSource _aborting = new();
    private readonly LoopSocket? _onLoop = loop is null ? null : new LoopSocket(loop, socket);
    private byte[]? _buffer;
    private int _end = NotYet;

    /// <summary>How the connection ended; <c>null</c> while it is open.</summary>
    public LinkEnd? End => Volatile.Read(ref _end) is var end and not NotYet ? (LinkEnd)end : null;

    /// <summary>The other end's address, for people.</summary>
    public string Remote { get; } = socket.RemoteEndPoint?.ToString() ?? "";

    /// <summary>Waits for bytes or for the end.</summary>
    /// <returns>The received bytes, valid until the next call; empty at the end.</returns>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync()
    {
        ReturnBuffer();
        if (_onLoop is not null)
            return await ReadOnLoopAsync(_onLoop);
        try
        {
            // A read of zero bytes waits until data has arrived, so that idle connections need no buffer.
            await socket.ReceiveAsync(Memory<byte>.Empty, _aborting.Token);
            _buffer = ArrayPool<byte>.Shared.Rent(ReadBufferBytes);
            int count = await socket.ReceiveAsync(_buffer, _aborting.Token);
            if (count == 0)
                EndAs(LinkEnd.Closed);
            return _buffer.AsMemory(0, count);
        }
        catch (Exception failure)
            when (failure is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            EndAs(failure is SocketException ? LinkEnd.Reset : LinkEnd.Stopped);
            return default;
        }
    }

    /// <summary>Sends all bytes.</summary>
    /// <returns>
    /// Whether the kernel accepted them. If not, the reader sees the end after the bytes that were received before it.
    /// </returns>
    public async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_onLoop is not null)
        {
            await loop!.SwitchAsync();
            return await _onLoop.SendAsync(bytes);
        }
        try
        {
            while (!bytes.IsEmpty)
                bytes = bytes[await socket.SendAsync(bytes, _aborting.Token)..];
            return true;
        }
        catch (Exception failure)
            when (failure is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Shuts down sending; received bytes are still read.</summary>
    public void FinishSending()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // The connection has ended, which the reader notices.
        }
    }

    /// <summary>Ends the connection now. The first reason counts. Thread-safe; may be called repeatedly.</summary>
    public void Abort(LinkEnd why)
    {
        // The reason first: a reader looks at it as soon as its wait ends, which the next lines cause.
        EndAs(why);
        _onLoop?.Abort();
        try
        {
            _aborting.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The connection ended at the same moment, on another thread.
        }
    }

    /// <summary>Closes the socket. The reader calls it; a concurrent send fails.</summary>
    public void Dispose()
    {
        _aborting.Dispose();
        ReturnBuffer();
        // The loop may be serving the socket at this moment, so only its thread may close it.
        if (loop is { IsCurrent: false })
            loop.Post(new CloseWork(this));
        else
            Close();
    }

    private void Close()
    {
        _onLoop?.Leave();
        socket.Dispose();
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadOnLoopAsync(LoopSocket onLoop)
    {
        await loop!.SwitchAsync();
        while (await onLoop.WaitToReceiveAsync())
        {
            _buffer = ArrayPool<byte>.Shared.Rent(ReadBufferBytes);
            int count = onLoop.Receive(_buffer);
            if (count > 0)
                return _buffer.AsMemory(0, count);
            ReturnBuffer();
            if (count != LoopSocket.WouldBlock)
            {
                EndAs(count == 0 ? LinkEnd.Closed : LinkEnd.Reset);
                return default;
            }
        }
        EndAs(LinkEnd.Stopped);
        return default;
    }

    private sealed class CloseWork(PeerSocket socket) : IHomeWork
    {
        public void Execute() => socket.Close();
    }

    private void EndAs(LinkEnd end) => Interlocked.CompareExchange(ref _end, (int)end, NotYet);

    private void ReturnBuffer()
    {
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
    }
}
