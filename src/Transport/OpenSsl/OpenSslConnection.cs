using System.ComponentModel;
using System.Net;
using System.Net.Sockets;

namespace MGen.Transport.OpenSsl;

/// <summary>
/// A connection whose records are processed in its loop's shared <see cref="CipherWindow"/>. While idle it holds its
/// keys or its SSL object, and no buffer. All members run on the loop's thread, except <see cref="Post"/>,
/// <see cref="Hand"/>, <see cref="StopBatching"/>, <see cref="Abort"/>, <see cref="DisposeAsync"/>,
/// <see cref="GetAcknowledgement"/>, <see cref="DiscardUnacknowledged"/>, and the properties other than
/// <see cref="BytesWritten"/>.
/// </summary>
internal sealed unsafe partial class OpenSslConnection : TlsConnection, ILoopSocket
{
    /// <summary>Most receives, of at most 64 KiB each, before other connections are served.</summary>
    private const int ReadsPerIteration = 16;

    /// <summary>
    /// Most consecutive bytes without application data (key updates, empty records, padding) before a connection is
    /// ended. More than the largest record, so that a peer may send data in pieces of any length.
    /// </summary>
    private const int MaxSilentBytes = 64 * 1024;

    // Volatile: Post and Abort read it on any thread while the connection moves.
    private volatile EventLoop _loop;
    private readonly Socket _socket;
    private readonly int _descriptor;
    private readonly bool _dialled;
    private readonly HomeWaiter<ReadOnlyMemory<byte>> _reader = new();
    private HomeWaiter<bool>? _flusher;
    private OpenSslHandshake? _handshake;
    private ConnectionRecords? _records;
    private int _slot = -1;

    // Epoll reports an edge once: after it, this flag remembers that the socket may have bytes.
    private bool _mayReceive = true;
    private bool _hangup;
    private bool _isWaiting;
    private bool _isSendBroken;
    private byte[]? _inputLeft;
    private UnsentBytes _unsent;
    private bool _isUnsentNew;
    private int _readsInIteration;
    private int _silentBytes;
    private string? _problem;
    private long _bytesSent;
    private string? _applicationProtocol;
    private int _end;

    public OpenSslConnection(EventLoop loop, Socket socket, bool dialled)
    {
        _loop = loop;
        _socket = socket;
        _dialled = dialled;
        _descriptor = (int)socket.SafeHandle.DangerousGetHandle();
    }

    public override EndPoint RemoteEndPoint => _socket.RemoteEndPoint!;

    public override string? ApplicationProtocol => _applicationProtocol;

    public override ConnectionEnd End => (ConnectionEnd)Volatile.Read(ref _end);

    public override string? Problem => _problem;

    /// <summary>Whether the connection has no SSL object; for tests.</summary>
    public bool HasOwnRecords => _records is OwnRecords;

    public override Acknowledgement GetAcknowledgement() => SocketQueue.GetAcknowledgement(_socket, _dialled);

    public override long BytesSent => _bytesSent;

    public override long BytesWritten =>
        _bytesSent + _unsent.Span.Length + (_loop.Window.OutputOwner == this ? _loop.Window.OutputLength : 0);

    protected internal override bool IsHome => _loop.IsCurrent;

    /// <summary>Starts the handshake, on the loop's thread.</summary>
    public void Start(OpenSslHandshake handshake)
    {
        if (End != ConnectionEnd.None)
        {
            handshake.Fail(End, "cancelled");
            return;
        }
        try
        {
            _slot = _loop.Add(this, _descriptor);
        }
        catch (Win32Exception failure)
        {
            handshake.Fail(ConnectionEnd.Aborted, failure.Message);
            return;
        }
        _handshake = handshake;
        if (handshake.IsClient)
            AskForHandshake();
    }

    /// <summary>Begins the handshake, which now has a place.</summary>
    /// <param name="place">The place, from <see cref="HandshakeGate"/>.</param>
    public void BeginHandshake(LinkedListNode<(OpenSslConnection Connection, long Since)> place)
    {
        _isWaiting = false;
        _handshake!.Begin(place);
        AdvanceHandshake();
    }

    void ILoopSocket.OnLoopEnd() => EndAs(ConnectionEnd.Aborted);

    void ILoopSocket.OnReady(int flags)
    {
        if (SharedLoop.IsEnd(flags))
        {
            // Never reset: after a hang-up no further edge comes, so short receives must not wait for one.
            _hangup = true;
            if (_handshake is { Place: null })
                // The peer has given up before the handshake began. A handshake would cost time for which others wait.
                EndAs((flags & LibC.EpollError) != 0 ? ConnectionEnd.Reset : ConnectionEnd.Truncated);
        }
        if ((flags & LibC.EpollOut) != 0 && !_unsent.IsEmpty && End == ConnectionEnd.None)
            SendUnsent(); // not after the end: the bytes count as lost
        if (!_hangup && (flags & LibC.EpollIn) == 0)
            return;
        _mayReceive = true;
        if (_handshake is { Place: null })
            AskForHandshake(); // a server's handshake begins with its client's first bytes
        else if (_handshake is not null)
            AdvanceHandshake();
        else
            CompleteRead();
    }

    public override ValueTask<ReadOnlyMemory<byte>> ReadAsync()
    {
        AssertHome();
        // At the limit, posted work completes the wait. The work runs on this thread, and so only after WaitAsync has
        // registered the wait.
        if (!MayReadInIteration())
            return _reader.WaitAsync();
        return TryRead(out ReadOnlyMemory<byte> data) ? new(data) : _reader.WaitAsync();
    }

    public override void Write(ReadOnlySpan<byte> record)
    {
        AssertHome();
        if (End != ConnectionEnd.None)
            return;
        OwnOutput();
        // The record stays in the window until a flush, or until another connection claims the window.
        if (!_records!.Write(record, _loop.Window))
            EndAs(ConnectionEnd.TlsError, _records.Problem);
    }

    public override void Push()
    {
        AssertHome();
        SendOutput();
    }

    public override ValueTask<bool> FlushAsync()
    {
        AssertHome();
        SendOutput();
        if (End != ConnectionEnd.None || _isSendBroken)
            return new(false);
        return _unsent.IsEmpty ? new(true) : (_flusher ??= new()).WaitAsync();
    }

    public override void Post(IHomeWork work) => _loop.Post(work);

    public override void Hand(IHomeWork work) => _loop.Hand(work);

    public override bool TryBePrompt() => _loop.TryBePrompt();

    public override void EndPrompt() => _loop.EndPrompt();

    public override void StopBatching() => _loop.StopBatching();

    public override HomeAwaitable MoveHomeAsync(TlsConnection neighbour)
    {
        AssertHome();
        EventLoop there = ((OpenSslConnection)neighbour)._loop;
        if (there != _loop && _slot >= 0)
        {
            _loop.Remove(_slot, _descriptor);
            // At its end the connection wipes only its home's cipher contexts, so its keys must not stay in this
            // loop's.
            _records?.Leave(_loop.Window);
            (_slot, _loop) = (-1, there);
            // From here on the new loop is the home. Only an abort may be queued there before this work, and an abort
            // needs no socket.
            Post(new MoveWork(this));
        }
        return SwitchHomeAsync();
    }

    /// <summary>The second half of a move, on the new loop's thread and before anything else there.</summary>
    public void Arrive()
    {
        try
        {
            _slot = _loop.Add(this, _descriptor); // epoll also reports bytes that arrived during the move
        }
        catch (Win32Exception)
        {
            EndAs(ConnectionEnd.Aborted);
        }
    }

    public override void Abort() => Post(new AbortWork(this));

    public override void DiscardUnacknowledged() => SocketQueue.Discard(_socket);

    public override ValueTask DisposeAsync()
    {
        if (IsHome)
        {
            Release();
            return ValueTask.CompletedTask;
        }
        ReleaseWork work = new(this);
        Post(work);
        return new(work.Done);
    }

    /// <summary>Ends the connection; only the first reason counts. Waiting callers are notified.</summary>
    public void EndAs(ConnectionEnd end, string? problem = null)
    {
        // The first reason is the cause. Later ones, such as the broken socket after an abort, are consequences.
        if (Interlocked.CompareExchange(ref _end, (int)end, (int)ConnectionEnd.None) != (int)ConnectionEnd.None)
            return;
        _problem = problem;
        if (_handshake is { } handshake)
        {
            handshake.Release();
            handshake.Fail(
                end,
                problem ?? (end == ConnectionEnd.Aborted ? "cancelled" : $"the peer ended the connection ({end})")
            );
            _handshake = null;
        }
        _loop.Post(new ReadLaterWork(this)); // posted, since the connection's own code may be running
    }

    /// <summary>Releases everything. Idempotent.</summary>
    public void Release()
    {
        if (_records is not null && !_loop.HasEnded && (End is ConnectionEnd.None or ConnectionEnd.Closed))
            // Without the closing alert the peer could not tell an end from a cut (RFC 8446, 6.1). No alert after a
            // failure, when this side must send nothing more (6.2).
            SayGoodbye();
        EndAs(ConnectionEnd.Aborted);
        if (_slot >= 0)
            _loop.Remove(_slot, _descriptor);
        _slot = -1;
        _records?.Release(_loop.Window);
        // A second release then finds nothing to wipe or free.
        _records = null;
        _socket.Dispose();
    }

    private void SayGoodbye()
    {
        OwnOutput();
        _records!.WriteClose(_loop.Window);
        SendOutput();
    }

    private void AskForHandshake()
    {
        if (_isWaiting)
            return;
        if (_loop.Handshakes.Enter(this) is { } place)
            BeginHandshake(place);
        else
            _isWaiting = true;
    }

    private void AdvanceHandshake()
    {
        while (_handshake is { } handshake)
        {
            OwnOutput();
            HandshakeStep step = handshake.Advance(_loop.Window);
            // The window serves other connections next, so what was not consumed moves into an array of this
            // connection.
            _inputLeft = _loop.Window.TakeRest();
            SendOutput();
            if (step == HandshakeStep.Done && End == ConnectionEnd.None)
                FinishHandshake(handshake);
            else if (step == HandshakeStep.Failed)
                EndAs(ConnectionEnd.TlsError, handshake.Problem);
            else if (!Receive())
                return;
        }
    }

    private void FinishHandshake(OpenSslHandshake handshake)
    {
        _records = handshake.Finish(out _applicationProtocol);
        _handshake = null;
        handshake.Release();
        handshake.Succeed(this);
        _silentBytes = 0;
    }

    private void AssertHome()
    {
        if (!_loop.IsCurrent)
            throw new InvalidOperationException(
                "A TLS connection was used outside its home thread; await SwitchHomeAsync first."
            );
    }
}
