namespace MGen.Messenger.Attachments;

/// <summary>
/// A connection to a web server that may respond before it has read the whole request. The original's server responds
/// to an upload immediately and closes the connection while the body is still being sent: the client's next write fails
/// although the response can be read. Therefore a failed write is ignored, as are all later writes; the response, or
/// the end of the stream, decides the outcome of the transfer.
/// </summary>
internal sealed class EarlyResponseStream(Stream below) : Stream
{
    // HttpClient does not tell which connection carries a request, but it writes within the caller's asynchronous flow.
    private static readonly AsyncLocal<UploadAttempt?> Current = new();

    private bool _isClosedForWriting;
    private bool _hasAnswered;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Assigns all writes of the calling asynchronous flow to an attempt.</summary>
    public static void Trace(UploadAttempt attempt) => Current.Value = attempt;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await below.ReadAsync(buffer, cancellationToken);
        _hasAnswered |= count > 0;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => below.Read(buffer, offset, count);

    public override int Read(Span<byte> buffer) => below.Read(buffer);

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        // Before the next check: a write that is ignored belongs to the attempt, too.
        Current.Value?.Begin(_hasAnswered);
        if (_isClosedForWriting)
            return;
        try
        {
            await below.WriteAsync(buffer, cancellationToken);
        }
        catch (IOException)
        {
            _isClosedForWriting = true;
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_isClosedForWriting)
            return;
        try
        {
            below.Write(buffer);
        }
        catch (IOException)
        {
            _isClosedForWriting = true;
        }
    }

    public override void Flush()
    {
        if (!_isClosedForWriting)
            below.Flush();
    }

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        _isClosedForWriting ? Task.CompletedTask : below.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await below.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            below.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>One attempt to upload an attachment.</summary>
internal sealed class UploadAttempt
{
    private bool _hasBegun;

    /// <summary>
    /// Whether the connection was reused, that is, had carried a response before this attempt's first write. The server
    /// may have closed such a connection before it received this request.
    /// </summary>
    public bool IsOnUsedConnection { get; private set; }

    /// <summary>Records a write.</summary>
    /// <param name="hasAnswered">Whether any byte was read from the connection before.</param>
    public void Begin(bool hasAnswered)
    {
        IsOnUsedConnection |= hasAnswered && !_hasBegun;
        _hasBegun = true;
    }
}
