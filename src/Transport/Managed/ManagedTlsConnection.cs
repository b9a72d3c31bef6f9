using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace MGen.Transport.Managed;

/// <summary>
/// A connection over <see cref="SslStream"/>. Every thread counts as its home, since the stream allows one reader
/// and one writer at the same time.
/// </summary>
internal sealed class ManagedTlsConnection : TlsConnection
{
    private const int ReadBufferBytes = 16 * 1024;

    private readonly Socket _socket;
    private readonly CoalescingStream _inner;
    private readonly SslStream _tls;
    private readonly CancellationTokenSource _aborting = new();
    private byte[]? _buffer;
    private int _end;

    public ManagedTlsConnection(Socket socket, CoalescingStream inner, SslStream tls)
    {
        _socket = socket;
        _inner = inner;
        _tls = tls;
        RemoteEndPoint = socket.RemoteEndPoint!;
        ReadOnlyMemory<byte> protocol = tls.NegotiatedApplicationProtocol.Protocol;
        ApplicationProtocol = protocol.IsEmpty ? null : Encoding.ASCII.GetString(protocol.Span);
        inner.Silent.Reset();
    }

    public override EndPoint RemoteEndPoint { get; }

    public override string? ApplicationProtocol { get; }

    public override ConnectionEnd End => (ConnectionEnd)Volatile.Read(ref _end);

    public override string? Problem => End == ConnectionEnd.TlsError ? _inner.Silent.Problem : null;

    public override Acknowledgement GetAcknowledgement() =>
        SocketQueue.GetAcknowledgement(_socket, dialled: !_tls.IsServer);

    public override long BytesSent => _inner.BytesSent;

    public override long BytesWritten => _inner.BytesWritten;

    protected internal override bool IsHome => true;

    /// <summary>Maps an exception of the platform to an end.</summary>
    public static ConnectionEnd EndOf(Exception failure) =>
        failure switch
        {
            EndOfStreamException => ConnectionEnd.Truncated,
            ObjectDisposedException or OperationCanceledException => ConnectionEnd.Aborted,
            IOException { InnerException: SocketException } or SocketException => ConnectionEnd.Reset,
            IOException { InnerException: null } => ConnectionEnd.Truncated,
            _ => ConnectionEnd.TlsError,
        };

    [SuppressMessage("Reliability", "CA2022", Justification = "a read of no bytes waits without holding a buffer")]
    public override async ValueTask<ReadOnlyMemory<byte>> ReadAsync()
    {
        ReturnBuffer();
        if (End != ConnectionEnd.None)
            return default;
        try
        {
            // A read of no bytes waits without a buffer, so thousands of idle connections rent none. The next read has
            // data.
            await _tls.ReadAsync(Memory<byte>.Empty, _aborting.Token);
            _buffer = ArrayPool<byte>.Shared.Rent(ReadBufferBytes);
            int count = await _tls.ReadAsync(_buffer, _aborting.Token);
            if (count == 0)
                EndAs(ConnectionEnd.Closed);
            else
                _inner.Silent.Reset();
            return _buffer.AsMemory(0, count);
        }
        catch (Exception failure)
            when (failure
                    is IOException
                        or SocketException
                        or ObjectDisposedException
                        or InvalidOperationException
                        or OperationCanceledException
            )
        {
            EndAs(EndOf(failure));
            return default;
        }
    }

    public override void Write(ReadOnlySpan<byte> record)
    {
        if (End != ConnectionEnd.None)
            return;
        try
        {
            _tls.Write(record);
        }
        catch (Exception failure)
            when (failure is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            EndAs(EndOf(failure));
        }
    }

    public override async ValueTask<bool> FlushAsync()
    {
        try
        {
            if (End == ConnectionEnd.None)
                await _inner.SendAsync(_aborting.Token);
        }
        catch (Exception failure)
            when (failure is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            EndAs(EndOf(failure));
        }
        return End == ConnectionEnd.None;
    }

    public override void Post(IHomeWork work) =>
        ThreadPool.UnsafeQueueUserWorkItem(static state => state.Execute(), work, preferLocal: true);

    /// <summary>
    /// Does not close the socket, so that <see cref="TlsConnection.GetAcknowledgement"/> still works until disposal.
    /// </summary>
    public override void Abort()
    {
        // Set before the cancellation, so that the failures it causes do not become the reason.
        EndAs(ConnectionEnd.Aborted);
        _aborting.Cancel();
    }

    public override void DiscardUnacknowledged() => SocketQueue.Discard(_socket);

    public override async ValueTask DisposeAsync()
    {
        try
        {
            // A closing alert would also send the pending records, which count as not sent.
            if (!_inner.HasPending && End is (ConnectionEnd.None or ConnectionEnd.Closed))
            {
                await _tls.ShutdownAsync();
                _socket.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception failure)
            when (failure is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            EndAs(EndOf(failure));
        }
        // Effective only if the connection has not ended before. A reader that still waits then sees an end.
        EndAs(ConnectionEnd.Aborted);
        await _tls.DisposeAsync();
        _socket.Dispose();
        ReturnBuffer();
    }

    // The first end is the cause: operations on a connection that has ended fail in other ways.
    private void EndAs(ConnectionEnd end) => Interlocked.CompareExchange(ref _end, (int)end, (int)ConnectionEnd.None);

    private void ReturnBuffer()
    {
        if (_buffer is null)
            return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
    }
}
