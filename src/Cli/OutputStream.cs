using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace MGen.Cli;

/// <summary>
/// A program's output. Converts the exceptions of the underlying stream to <see cref="OutputException"/>, so that
/// <see cref="CommandLine.RunAsync"/> can distinguish an output that cannot be written from a bug. Does not dispose the
/// underlying stream.
/// </summary>
internal sealed class OutputStream(Stream below) : Stream
{
    /// <summary>Wraps a stream.</summary>
    public static Stream Over(Stream below) => new OutputStream(below);

    /// <summary>Whether writes are known never to wait for a reader.</summary>
    public bool NeverWaits => below is StandardStream { IsFile: true };

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            below.Write(buffer);
        }
        catch (Exception failure) when (IsBroken(failure))
        {
            throw new OutputException(failure);
        }
    }

    /// <summary>Flushes. Throws if standard output was closed when the program started.</summary>
    public override void Flush()
    {
        try
        {
            (below as StandardStream)?.RequireOpen();
            below.Flush();
        }
        catch (Exception failure) when (IsBroken(failure))
        {
            throw new OutputException(failure);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>
    /// Whether an exception means that a stream cannot be written: closed, full, read-only or without a reader.
    /// </summary>
    public static bool IsBroken(Exception failure) =>
        failure is IOException or UnauthorizedAccessException or ObjectDisposedException or NotSupportedException;
}

/// <summary>
/// Standard output cannot be written. The message is the operating system's. Programs do not catch it:
/// <see cref="CommandLine.RunAsync"/> reports it and returns <see cref="ExitCode.CouldNotStart"/>.
/// </summary>
[SuppressMessage("Design", "CA1032", Justification = "always has a cause, and is created here only")]
public sealed class OutputException : IOException
{
    /// <param name="cause">The exception of the stream.</param>
    internal OutputException(Exception cause)
        : base(cause.Message, cause) { }
}

/// <summary>
/// A writer for diagnostics that does not throw: if the underlying stream cannot be written (a full disk, a closed
/// descriptor, no reader), the text is lost and the program continues. Thread-safe; the text of one call is not
/// interleaved with others.
/// </summary>
/// <param name="below">The underlying writer; not disposed.</param>
[SuppressMessage(
    "Performance",
    "CA1849",
    Justification = "the asynchronous forms of this writer are its synchronous ones"
)]
internal sealed class ErrorText(TextWriter below) : TextWriter
{
    private readonly Lock _gate = new();

    /// <summary>Wraps a writer.</summary>
    public static TextWriter Over(TextWriter below) => new ErrorText(below);

    public override Encoding Encoding => below.Encoding;

    public override void Write(char value) => Try(static (writer, text) => writer.Write(text), value);

    public override void Write(string? value) => Try(static (writer, text) => writer.Write(text), value);

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void WriteLine() => Write(CoreNewLine);

    public override void WriteLine(string? value) => Write(value + NewLine);

    public override void WriteLine(char[] buffer, int index, int count) => WriteLine(new string(buffer, index, count));

    public override void WriteLine(ReadOnlySpan<char> buffer) => WriteLine(buffer.ToString());

    public override Task WriteAsync(char value) => DoneAsync(() => Write(value));

    public override Task WriteAsync(string? value) => DoneAsync(() => Write(value));

    public override Task WriteAsync(char[] buffer, int index, int count) =>
        DoneAsync(() => Write(buffer, index, count));

    public override Task WriteLineAsync() => DoneAsync(WriteLine);

    public override Task WriteLineAsync(char value) => DoneAsync(() => WriteLine(value));

    public override Task WriteLineAsync(string? value) => DoneAsync(() => WriteLine(value));

    public override Task WriteLineAsync(char[] buffer, int index, int count) =>
        DoneAsync(() => WriteLine(buffer, index, count));

    public override void Flush() => Try(static (writer, _) => writer.Flush(), 0);

    public override Task FlushAsync() => DoneAsync(Flush);

    private static Task DoneAsync(Action write)
    {
        write();
        return Task.CompletedTask;
    }

    private void Try<T>(Action<TextWriter, T> write, T value)
    {
        lock (_gate)
        {
            try
            {
                write(below, value);
            }
            catch (Exception failure) when (OutputStream.IsBroken(failure))
            {
                // The failure cannot be reported: this is the stream for reports.
            }
        }
    }
}
