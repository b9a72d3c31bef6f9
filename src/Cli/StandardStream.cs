using System.Runtime.InteropServices;

namespace MGen.Cli;

/// <summary>
/// Standard output or standard error as the process inherited it, written without a buffer and without a position of
/// its own, so that others may append to the same file. It tells of a reader that has gone, of a full disk, and of a
/// descriptor that was closed when the process started. Not on Windows.
/// </summary>
internal sealed partial class StandardStream : Stream
{
    /// <summary>The descriptor of standard output.</summary>
    public const int OutputDescriptor = 1;

    /// <summary>The descriptor of standard error.</summary>
    public const int ErrorDescriptor = 2;

    /// <summary>Bytes that a pipe takes at once if it is ready for any: Linux's PIPE_BUF.</summary>
    private const int PipeBytes = 4096;

    private const int GetDescriptorFlags = 1;
    private const int ClosedByExec = 1;
    private const int SeekCurrent = 1;
    private const int Interrupted = 4;
    private const int WouldBlock = 11;
    private const short ReadyToWrite = 4;

    /// <summary>
    /// How long one wait for a reader lasts before <see cref="_stop"/> is looked at, in milliseconds.
    /// </summary>
    private const int WaitMilliseconds = 100;

    /// <summary>How many such waits a reader that stands still gets after the request to stop: 2 s in all.</summary>
    private const int WaitsAfterStop = 20;

    private readonly int _descriptor;
    private readonly bool _isOpen;
    private readonly bool _waitsForRoom;
    private readonly CancellationToken _stop;
    private int _waitsLeft = WaitsAfterStop;

    /// <summary>Looks at a descriptor.</summary>
    /// <param name="descriptor">Which.</param>
    /// <param name="stop">
    /// From then on a reader that stands still is given up after 2 s. A token that cannot be cancelled: it is waited
    /// for without end.
    /// </param>
    public StandardStream(int descriptor, CancellationToken stop = default)
    {
        (_descriptor, _stop) = (descriptor, stop);
        int flags = fcntl(descriptor, GetDescriptorFlags);
        // What the process inherited survived exec; a descriptor with this flag is one that the runtime got for itself
        // when it found the number free.
        _isOpen = flags >= 0 && (flags & ClosedByExec) == 0;
        IsFile = _isOpen && lseek(descriptor, 0, SeekCurrent) >= 0;
        _waitsForRoom = _isOpen && stop.CanBeCanceled && !IsFile;
    }

    /// <summary>Whether it is a file, which never makes its writer wait for a reader.</summary>
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
    /// Takes the numbers 0 to 2 where they are free, so that no socket or file that is opened later gets what is
    /// written to a standard stream.
    /// </summary>
    public static void ReserveDescriptors()
    {
        for (int descriptor = 0; descriptor <= ErrorDescriptor; descriptor++)
        {
            if (fcntl(descriptor, GetDescriptorFlags) < 0)
                File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite)
                    .SetHandleAsInvalid(); // stays open: the lowest free number
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

    /// <summary>Nothing waits here.</summary>
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

    /// <returns>How many bytes were taken; 0: try again.</returns>
    private int WriteSome(ReadOnlySpan<byte> buffer)
    {
        nint taken = write(_descriptor, in MemoryMarshal.GetReference(buffer), (nuint)buffer.Length);
        if (taken >= 0)
            return (int)taken;
        int error = Marshal.GetLastPInvokeError();
        if (error == WouldBlock)
            IsReady(WaitMilliseconds); // whoever shares the descriptor made it non-blocking
        else if (error != Interrupted)
            throw new IOException(Marshal.GetPInvokeErrorMessage(error));
        return 0;
    }

    private void WaitForRoom()
    {
        while (!IsReady(WaitMilliseconds))
        {
            if (_stop.IsCancellationRequested && --_waitsLeft <= 0)
                throw new IOException("its reader stands still");
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
