namespace MGen.Messenger.Attachments;

/// <summary>
/// A web server's connection on which an answer counts more than the rest of the request. The original's server answers
/// an upload at once and closes, while its body is still on the way: the client's next write fails, and the answer is
/// there to be read. So the first write that fails ends the writing in silence; what there is to read, an answer or the
/// connection's end, says how the transfer went.
/// </summary>
internal sealed class AnswerFirstStream(Stream below) : Stream
{
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

    /// <summary>Has what the caller's asynchronous method writes from now on noted in this attempt.</summary>
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
