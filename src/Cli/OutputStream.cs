using System.Diagnostics.CodeAnalysis;

namespace MGen.Cli;

/// <summary>
/// A program's output: what it throws when it cannot be written is an <see cref="OutputException"/>, whatever the
/// stream below throws, so that <see cref="CommandLine.RunAsync"/> knows a reader that has gone from a bug. It leaves
/// the stream below to its owner.
/// </summary>
internal sealed class OutputStream(Stream below) : Stream
{
    /// <summary>Puts one over a stream that may fail.</summary>
    public static Stream Over(Stream below) => new OutputStream(below);

    /// <summary>Whether it is known that writes never wait for a reader.</summary>
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

    /// <summary>Flushes; it also tells of a standard output that was closed when the program started.</summary>
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

    /// <summary>What streams throw when their other end is gone, full, closed or read-only.</summary>
    public static bool IsBroken(Exception failure) =>
        failure is IOException or UnauthorizedAccessException or ObjectDisposedException or NotSupportedException;
}

/// <summary>
/// Standard output cannot be written; the message says why, as the system does. Programs do not catch it:
/// <see cref="CommandLine.RunAsync"/> reports it and ends with <see cref="ExitCode.CouldNotStart"/>.
/// </summary>
[SuppressMessage("Design", "CA1032", Justification = "always has a cause, and is created here only")]
public sealed class OutputException : IOException
{
    /// <param name="cause">What the stream threw.</param>
    internal OutputException(Exception cause)
        : base(cause.Message, cause) { }
}
