using System.Runtime.InteropServices;

namespace MGen.Cli;

/// <summary>
/// Standard output or standard error as inherited by the process. Replaces .NET's console stream, which ignores some
/// errors. This stream writes without buffer and without a file position, so that other processes can append to the
/// same file. It throws if the reader has exited, the disk is full, or the descriptor was closed when the process
/// started. Not on Windows.
/// </summary>
internal sealed partial class StandardStream : Stream
{
    /// <summary>The descriptor of standard input.</summary>
    public const int InputDescriptor = 0;

    /// <summary>The descriptor of standard output.</summary>
    public const int OutputDescriptor = 1;

    /// <summary>The descriptor of standard error.</summary>
    public const int ErrorDescriptor = 2;

    /// <summary>Bytes that a writable pipe accepts in one write: Linux's PIPE_BUF.</summary>
    private const int PipeBytes = 4096;

    private const int GetDescriptorFlags = 1;
    private const int ClosedByExec = 1;
    private const int SeekCurrent = 1;
    private const int Interrupted = 4;
    private const int WouldBlock = 11;
    private const short ReadyToWrite = 4;

    /// <summary>How long to wait for a reader between two checks of <see cref="_stop"/>, in milliseconds.</summary>
    private const int WaitMilliseconds = 100;

    /// <summary>
    /// The number of waits of <see cref="WaitMilliseconds"/> after <see cref="_stop"/> until a reader that does not
    /// read is abandoned: 2 s.
    /// </summary>
    private const int WaitsAfterStop = 20;

    private readonly int _descriptor;
    private readonly bool _isOpen;
    private readonly bool _waitsForRoom;
    private readonly CancellationToken _stop;
    private int _waitsLeft = WaitsAfterStop;

    /// <summary>Opens a descriptor.</summary>
    /// <param name="descriptor">The descriptor's number.</param>
    /// <param name="stop">
    /// After its cancellation, a reader that does not read is abandoned after 2 s. If the token cannot be cancelled,
    /// writes wait for the reader forever.
    /// </param>
    public StandardStream(int descriptor, CancellationToken stop = default)
    {
        _descriptor = descriptor;
        _stop = stop;
        _isOpen = IsInherited(descriptor);
        IsFile = _isOpen && lseek(descriptor, 0, SeekCurrent) >= 0;
        _waitsForRoom = _isOpen && stop.CanBeCanceled && !IsFile;
    }

    /// <summary>Whether the descriptor is a file, so that writes never wait for a reader.</summary>
    public bool IsFile { get; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>
    /// Whether a descriptor was open when the process started. Such a descriptor survived exec, so it lacks the
    /// close-on-exec flag. The runtime sets that flag on every descriptor that it opens, even on descriptors 0 to 2.
    /// </summary>
    public static bool IsInherited(int descriptor)
    {
        int flags = fcntl(descriptor, GetDescriptorFlags);
        return flags >= 0 && (flags & ClosedByExec) == 0;
    }

    /// <summary>
    /// Occupies free numbers among 0 to 2 with /dev/null. Otherwise a socket or file opened later could get such a
    /// number and receive what is written to a standard stream.
    /// </summary>
    public static void ReserveDescriptors()
    {
        for (int descriptor = 0; descriptor <= ErrorDescriptor; descriptor++)
        {
            if (fcntl(descriptor, GetDescriptorFlags) < 0)
                File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite)
                    .SetHandleAsInvalid(); // stays open, with the lowest free number
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        RequireOpen();
        while (!buffer.IsEmpty)
        {
            if (_waitsForRoom)
                WaitForRoom();
            buffer = buffer[WriteSome(_waitsForRoom && buffer.Length > PipeBytes ? buffer[..PipeBytes] : buffer)..];
        }
    }

    /// <summary>Does nothing: writes are not buffered.</summary>
    public override void Flush() { }

    /// <summary>Throws if the descriptor was closed when the program started.</summary>
    public void RequireOpen()
    {
        if (!_isOpen)
            throw new IOException(
                $"standard {(_descriptor == ErrorDescriptor ? "error" : "output")} was closed when the program started"
            );
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <returns>How many bytes were written; 0: try again.</returns>
    private int WriteSome(ReadOnlySpan<byte> buffer)
    {
        nint taken = write(_descriptor, in MemoryMarshal.GetReference(buffer), (nuint)buffer.Length);
        if (taken >= 0)
            return (int)taken;
        int error = Marshal.GetLastPInvokeError();
        if (error == WouldBlock)
            IsReady(WaitMilliseconds); // a process that shares the descriptor has made it non-blocking
        else if (error != Interrupted)
            throw new IOException(Marshal.GetPInvokeErrorMessage(error));
        return 0;
    }

    private void WaitForRoom()
    {
        while (!IsReady(WaitMilliseconds))
        {
            if (_stop.IsCancellationRequested && --_waitsLeft <= 0)
                throw new IOException("its reader does not read");
        }
    }

    private bool IsReady(int milliseconds)
    {
        PollRequest request = new() { Descriptor = _descriptor, Events = ReadyToWrite };
        return poll(ref request, 1, milliseconds) > 0;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int Descriptor;
        public short Events;
        public short ReturnedEvents;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(int descriptor, in byte buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int poll(ref PollRequest requests, nuint count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(int descriptor, int command);

    [LibraryImport("libc", SetLastError = true)]
    private static partial long lseek(int descriptor, long offset, int origin);
}
