using System.Net.Sockets;

namespace MGen.Transport.Managed;

/// <summary>
/// Buffers between <see cref="System.Net.Security.SslStream"/> and a socket: collects writes until
/// <see cref="SendAsync"/>, so that several records leave in one system call.
/// </summary>
internal sealed class CoalescingStream(Socket socket) : Stream
{
    private const int KeptBytes = 4096;

    private byte[] _pending = [];
    private int _length;
    private bool _isCut;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Bytes given to the socket so far.</summary>
    public long BytesSent { get; private set; }

    /// <summary>Bytes written by TLS so far.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Whether there are written bytes that have not been sent.</summary>
    public bool HasPending => _length > 0 || _isCut;

    /// <summary>Sends everything.</summary>
    public async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        try
        {
            for (int sent = 0; sent < _length; )
            {
                int taken = await socket.SendAsync(
                    _pending.AsMemory(sent, _length - sent),
                    SocketFlags.None,
                    cancellationToken
                );
                sent += taken;
                BytesSent += taken;
            }
        }
        catch
        {
            _isCut = true; // after a partial record no later byte is valid
            throw;
        }
        finally
        {
            // Cleared also after a failure: the connection is over, and DisposeAsync must not send the rest.
            _length = 0;
        }
        if (_pending.Length > KeptBytes)
            _pending = [];
    }

    /// <summary>
    /// Counts what the peer sends without application data. Reading fails when a limit of this counter is exceeded.
    /// </summary>
    public SilentTraffic Silent { get; } = new();

    /// <exception cref="InvalidDataException">
    /// The peer has exceeded a limit of <see cref="SilentTraffic"/>. Not an <see cref="IOException"/>, so that
    /// SslStream wraps it and the end of the connection is not classified as a network failure.
    /// </exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Checked before the receive: SslStream has decrypted every counted record by then, and none contained data.
        if (Silent.Problem is { } problem)
            throw new InvalidDataException(problem);
        int count = await socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);
        Silent.Receive(buffer.Span[..count]);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        // SslStream writes its closing alert when it is disposed. After a cut record the peer could not decrypt the
        // alert.
        if (_isCut)
            return;
        if (_length + buffer.Length > _pending.Length)
            Array.Resize(ref _pending, Math.Max(_length + buffer.Length, _pending.Length * 2));
        buffer.CopyTo(_pending.AsSpan(_length));
        _length += buffer.Length;
        BytesWritten += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Sends immediately what TLS itself writes (handshake, alerts, replies).</summary>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return SendAsync(cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() { }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
