using System.Runtime.InteropServices;

namespace MGen.Transport.OpenSsl;

/// <summary>The Linux system calls that the engine uses.</summary>
internal static unsafe partial class LibC
{
    public const int EpollIn = 0x001;
    public const int EpollOut = 0x004;
    public const int EpollError = 0x008;
    public const int EpollHangup = 0x010;
    public const int EpollReadHangup = 0x2000;
    public const int EpollEdgeTriggered = 1 << 31;
    public const int EpollAdd = 1;
    public const int EpollDelete = 2;
    public const int CloseOnExec = 0x80000;
    public const int NonBlocking = 0x800;
    public const int MsgDontWait = 0x40;
    public const int MsgNoSignal = 0x4000;
    public const int OpenFiles = 7;
    public const int SetFlags = 4;
    public const int Append = 0x400;
    public const int Again = 11;
    public const int Interrupted = 4;

    private const string Library = "libc";

    /// <summary>
    /// struct epoll_event is packed on x86-64 only: there the user data directly follow the 4 bytes of flags.
    /// </summary>
    public static int EventBytes { get; } = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    [LibraryImport(Library, SetLastError = true)]
    public static partial int epoll_create1(int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int epoll_ctl(int epoll, int operation, int descriptor, byte* epollEvent);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int epoll_wait(int epoll, byte* events, int capacity, int timeoutMilliseconds);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int eventfd(uint initial, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint read(int descriptor, void* buffer, nuint length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint write(int descriptor, void* buffer, nuint length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint recv(int descriptor, byte* buffer, nuint length, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint send(int descriptor, byte* buffer, nuint length, int flags);

    [LibraryImport(Library)]
    public static partial int malloc_trim(nuint pad);

    [LibraryImport(Library)]
    public static partial int fcntl(int descriptor, int command, int argument);

    [LibraryImport(Library)]
    public static partial int close(int descriptor);

    [LibraryImport(Library)]
    public static partial int getrlimit(int resource, ulong* limits);
}
