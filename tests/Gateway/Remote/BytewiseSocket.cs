using System.Net;
using System.Net.Sockets;
using MGen.Links;

namespace MGen.Gateway.Tests.Remote;

/// <summary>One end of a connection over loopback, which by default reads one byte per iteration.</summary>
internal sealed class BytewiseSocket : ILinkSocket, IDisposable
{
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _awaited;
    private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BytewiseSocket(int awaited = int.MaxValue)
    {
        _awaited = awaited;
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Other.Connect(listener.LocalEndPoint!);
        Socket = listener.Accept();
        Socket.Blocking = false;
    }

    /// <summary>The other end.</summary>
    public Socket Other { get; } = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public Socket Socket { get; }

    /// <summary>
    /// Bytes of one read. After a shorter read the socket is empty: this end waits for the next call, as a link does.
    /// </summary>
    public int ReadBytes { get; init; } = 1;

    /// <summary>Whether it reads nothing and always claims that there is more.</summary>
    public bool IsEndless { get; init; }

    /// <summary>How many bytes were read.</summary>
    public int Count { get; private set; }

    /// <summary>Whether each call throws.</summary>
    public bool Throws { get; init; }

    /// <summary>Completes when the expected number of bytes was read.</summary>
    public Task Read => _read.Task;

    /// <summary>Completes when a read finds that the other end has closed, or that the connection is reset.</summary>
    public Task End => _end.Task;

    public bool WantsToWrite => false;

    public bool OnReadable()
    {
        if (IsEndless)
            return Socket.Available >= 0; // throws once the socket is closed
        Span<byte> bytes = stackalloc byte[ReadBytes];
        int count = Socket.Receive(bytes, SocketFlags.None, out SocketError error);
        if (error == SocketError.WouldBlock)
            return false;
        Count += count;
        if (count == 0)
            _end.TrySetResult();
        else if (Count == _awaited)
            _read.TrySetResult();
        return Throws ? throw new InvalidOperationException("as asked for") : count == ReadBytes;
    }

    public void Flush() { }

    public void Dispose()
    {
        Socket.Dispose();
        Other.Dispose();
    }
}
