using System.Buffers;
using MGen.Model.Configuration;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Messenger.Links;

/// <summary>
/// One connection of a conversation to its server: handshake, a read loop and a write loop, one end. All of it runs on
/// the connection's home thread; the write loop sleeps until <see cref="Wake"/>. Whichever loop ends first ends the
/// other: the writer by aborting the connection, which the reader sees; the reader by closing the writer's signal.
/// </summary>
internal sealed class ServerLink : IHomeWork
{
    /// <summary>
    /// Plain bytes that are written before a flush: several records leave in one call of the socket when the link is
    /// behind.
    /// </summary>
    private const int TurnBytes = 32 * 1024;

    private readonly TlsConnection _connection;
    private readonly LinkContext _context;
    private readonly ConnectLimit _limit;
    private readonly bool _isResumable;
    private readonly WakeSignal _wake = new();
    private readonly FrameDecoder _decoder = new(BodyRule.ClientServer);
    private ResumeReply _reply;
    private bool _mayWrite;
    private volatile bool _closing;
    private int _isWakePosted;

    public ServerLink(TlsConnection connection, LinkContext context, ConnectLimit limit)
    {
        (_connection, _context, _limit) = (connection, context, limit);
        _isResumable = connection.ApplicationProtocol == Resumption.Protocol;
    }

    private ServerSession Session => _context.Session;

    /// <summary>Lives the link's whole life.</summary>
    /// <returns>How it ended.</returns>
    public async Task<LinkEnd> RunAsync()
    {
        using CancellationTokenRegistration expiry = _limit.Token.UnsafeRegister(
            static state => ((ServerLink)state!).Abort(),
            this
        );
        await _connection.SwitchHomeAsync();
        bool mustWait = SendHandshake();
        if (!await _connection.FlushAsync())
            return await CloseAsync(Task.CompletedTask, EndOfConnection());
        _context.Journal.LinkOpened();
        _context.Owner.OnLinkReady(this);
        Task writing = WriteLoopAsync();
        if (!mustWait)
            AllowWriting();
        LinkEnd end = LinkEnd.Fault;
        try
        {
            end = await ReadLoopAsync();
        }
        finally
        {
            _context.Owner.OnLinkDown();
            _context.Journal.LinkClosed();
            await CloseAsync(writing, end);
        }
        return end;
    }

    /// <summary>There may be something to send. Any thread.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _isWakePosted, 1) == 0)
            _connection.Post(this);
    }

    /// <summary>Ends the link now. Any thread.</summary>
    public void Abort() => _connection.Abort();

    /// <summary>The home thread's part of <see cref="Wake"/>.</summary>
    void IHomeWork.Execute()
    {
        Volatile.Write(ref _isWakePosted, 0);
        _wake.Set();
    }

    private bool SendHandshake()
    {
        bool mustWait = false;
        Handshake handshake = _isResumable ? Session.BeginResumable(out mustWait) : Session.BeginPlain();
        _reply = new ResumeReply(isExpected: _isResumable, isDecisive: mustWait);
        byte[] bytes = handshake.ToBytes();
        _connection.Write(bytes);
        _context.Journal.BytesSent(bytes.Length);
        return mustWait;
    }

    private void AllowWriting()
    {
        _limit.Reached();
        _mayWrite = true;
        _wake.Set();
    }

    private async Task WriteLoopAsync()
    {
        try
        {
            while (true)
            {
                await _wake.WaitAsync();
                if (_closing)
                    return;
                while (_mayWrite && WriteTurn())
                {
                    if (!await _connection.FlushAsync())
                        return;
                    Session.Outbox.Flushed(_isResumable);
                }
            }
        }
        finally
        {
            _connection.Abort();
        }
    }

    /// <summary>Writes what is pending, up to a turn's worth.</summary>
    /// <returns>Whether there was anything.</returns>
    private bool WriteTurn()
    {
        int bytes = 0;
        TimeSpan now = _context.Scheduler.Now;
        while (bytes < TurnBytes && Session.Outbox.TryTake(now, out OutgoingFrame frame, out bool isFirstWrite))
        {
            Frame written = frame.ToFrame(Session.User);
            bytes += Write(written);
            if (MessageTrace.IsOn)
                Trace(TraceHop.Send, written, now - frame.PlannedAt);
            if (isFirstWrite)
                _context.Owner.OnFirstWrite(frame);
        }
        _context.Journal.BytesSent(bytes);
        return bytes > 0;
    }

    private int Write(in Frame frame)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(WireLimits.MaxHeaderBytes + WireLimits.MaxInlineBodyBytes);
        int length = frame.WriteTo(buffer);
        int header = frame.Header.Length;
        if (_context.Records == TlsRecordMode.Split)
            _connection.WriteApart(buffer.AsSpan(0, header), buffer.AsSpan(header, length - header));
        else
            _connection.Write(buffer.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(buffer);
        return length;
    }

    private void Trace(TraceHop hop, in Frame frame, TimeSpan duration)
    {
        DateTimeOffset now = _context.Scheduler.UtcNow;
        MessageTrace.Record(hop, Session.Group, frame, Session.User.Utf8, now - duration, now);
    }

    private async Task<LinkEnd> ReadLoopAsync()
    {
        while (true)
        {
            ReadOnlyMemory<byte> bytes = await _connection.ReadAsync();
            if (bytes.IsEmpty)
                return EndOfConnection();
            _context.Journal.BytesReceived(bytes.Length);
            if (!Accept(bytes.Span))
                return LinkEnd.Violation;
        }
    }

    /// <summary>Takes in what arrived: the server's answer to the handshake if there is one, then frames.</summary>
    /// <returns>Whether the bytes were valid.</returns>
    private bool Accept(ReadOnlySpan<byte> bytes)
    {
        if (_reply.IsAwaited && _reply.Read(ref bytes))
            OnReply();
        while (!bytes.IsEmpty)
        {
            ReadStatus status = _decoder.Read(ref bytes, out Frame frame);
            if (status == ReadStatus.NeedMoreData)
                return true;
            if (status == ReadStatus.Violation)
                return false;
            if (_isResumable)
                Session.CountReceived();
            if (MessageTrace.IsOn)
                Trace(TraceHop.Receive, frame, TimeSpan.Zero);
            if (!_context.Owner.OnFrame(frame))
                return false;
        }
        return true;
    }

    private void OnReply()
    {
        if (!_reply.IsDecisive)
            return;
        if (_reply.Count == Resumption.UnknownSession)
        {
            Session.StartOver();
            _context.Owner.OnSessionLost();
        }
        else
        {
            Session.Resume(_reply.Count);
        }
        AllowWriting();
    }

    private LinkEnd EndOfConnection() =>
        _connection.End switch
        {
            ConnectionEnd.Closed => _decoder.IsInsideFrame ? LinkEnd.Truncated : LinkEnd.Closed,
            ConnectionEnd.Truncated => LinkEnd.Truncated,
            ConnectionEnd.TlsError => LinkEnd.TlsError,
            ConnectionEnd.Aborted when _limit.HasExpired => LinkEnd.TimedOut,
            ConnectionEnd.Aborted => LinkEnd.Stopped,
            _ => LinkEnd.Reset,
        };

    private async Task<LinkEnd> CloseAsync(Task writing, LinkEnd end)
    {
        _closing = true;
        _wake.Set();
        if (!writing.IsCompleted)
            Abort();
        try
        {
            await writing;
        }
        finally
        {
            await _connection.DisposeAsync();
        }
        return end;
    }
}
