using System.Buffers;
using System.Net.Sockets;
using MGen.Messenger.Links;

namespace MGen.Messenger.Peers;

/// <summary>
/// A plain TCP connection with one reader and one writer. While it waits for bytes it holds no buffer. How it ends is a
/// value, never an exception.
/// </summary>
internal sealed class PeerSocket(Socket socket) : IDisposable
{
    private const int ReadBufferBytes = 16 * 1024;

    private const int NotYet = -1;

    private readonly CancellationTokenSource _aborting = new();
    private byte[]? _buffer;
    private int _end = NotYet;

    /// <summary>How the connection ended; <c>null</c> while it lives.</summary>
    public LinkEnd? End => Volatile.Read(ref _end) is var end and not NotYet ? (LinkEnd)end : null;

    /// <summary>The other end's address, for people.</summary>
    public string Remote { get; } = socket.RemoteEndPoint?.ToString() ?? "";

    /// <summary>Waits until bytes or the end are there.</summary>
    /// <returns>What arrived, valid until the next call; empty at the end.</returns>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync()
    {
        ReturnBuffer();
        try
        {
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

    /// <summary>Hands all bytes to the kernel.</summary>
    /// <returns>Whether it took them. If not, the reader will see the end, behind what has arrived before it.</returns>
    public async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> bytes)
    {
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

    /// <summary>Says that nothing more will be sent; what the other end sends is still read.</summary>
    public void FinishSending()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // It has ended; the reader sees it.
        }
    }

    /// <summary>Ends the connection now, for this reason if there is none yet. Any thread, more than once.</summary>
    public void Abort(LinkEnd why)
    {
        EndAs(why);
        try
        {
            _aborting.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended in this very moment.
        }
    }

    /// <summary>Releases everything. Called by the reader; whoever sends sees a failure.</summary>
    public void Dispose()
    {
        socket.Dispose();
        _aborting.Dispose();
        ReturnBuffer();
    }

    private void EndAs(LinkEnd end) => Interlocked.CompareExchange(ref _end, (int)end, NotYet);

    private void ReturnBuffer()
    {
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
    }
}
