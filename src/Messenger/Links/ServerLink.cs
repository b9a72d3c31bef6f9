using System.Buffers;
using MGen.Messenger.Measurement;
using MGen.Messenger.Scheduling;
using MGen.Model.Configuration;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Messenger.Links;

/// <summary>
/// One connection of a conversation to its server: the handshake, a read loop, a write loop and one close. Everything
/// runs on the connection's home thread; the write loop waits for <see cref="Wake"/>. The loop that ends first ends the
/// other: the writer aborts the connection, so that the reader's read returns; the reader sets <see cref="_closing"/>
/// and wakes the writer.
/// </summary>
internal sealed class ServerLink : IHomeWork
{
    /// <summary>
    /// Plaintext bytes per flush. When frames have queued up, several records are sent by one call of the socket.
    /// </summary>
    private const int BatchBytes = 32 * 1024;

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
        _connection = connection;
        _context = context;
        _limit = limit;
        _isResumable = connection.ApplicationProtocol == Resumption.Protocol;
    }

    private ServerSession Session => _context.Session;

    /// <summary>Runs the connection from the handshake to its end.</summary>
    /// <returns>Why the connection ended.</returns>
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
        // The write loop starts even if it must wait for the reply, so that every connection ends in the same way.
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
            // First, so that no thread posts to a connection that is being closed.
            _context.Owner.OnLinkDown();
            _context.Journal.LinkClosed();
            await CloseAsync(writing, end);
        }
        return end;
    }

    /// <summary>Notifies the write loop of new frames. Thread-safe.</summary>
    public void Wake()
    {
        // One posted item at a time, however many frames are queued before the home thread runs it.
        if (Interlocked.Exchange(ref _isWakePosted, 1) == 0)
            _connection.Post(this);
    }

    /// <summary>Ends the connection now. Thread-safe.</summary>
    public void Abort() => _connection.Abort();

    /// <summary>The part of <see cref="Wake"/> that runs on the home thread.</summary>
    void IHomeWork.Execute()
    {
        // Reset first: a frame that is queued from now on posts again, so that no wake-up is lost.
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
                while (_mayWrite && WriteBatch())
                {
                    if (!await _connection.FlushAsync())
                        return;
                    Session.SendQueue.Flushed(_isResumable);
                }
            }
        }
        finally
        {
            _connection.Abort(); // ends the read loop
        }
    }

    /// <summary>Writes pending frames, up to <see cref="BatchBytes"/>.</summary>
    /// <returns>Whether any frame was written.</returns>
    private bool WriteBatch()
    {
        int bytes = 0;
        // One reading of the clock for the batch: its frames are written within microseconds.
        TimeSpan now = _context.Scheduler.Now;
        while (bytes < BatchBytes && Session.SendQueue.TryTake(now, out OutgoingFrame frame, out bool isFirstWrite))
        {
            Frame written = frame.ToFrame(Session.User);
            bytes += Write(written);
            if (!isFirstWrite)
                continue;
            if (!frame.IsReceipt)
                _context.Owner.OnFirstWrite(frame);
            if (MessageTrace.IsOn) // not for retransmissions: a span's id names the hop, so it must occur once
                Trace(TraceHop.Send, written, now - frame.PlannedAt);
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
        // The connection has encrypted or copied the bytes.
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

    /// <summary>
    /// Processes received bytes: the server's reply to the handshake, if one is expected, then frames.
    /// </summary>
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
        // On a session's first connection the server cannot know the session, and frames were sent already.
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
        // The writer may be inside a flush that waits for the server, which only an abort ends.
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

/// <summary>
/// The conversation, as its connection sees it. Calls come one at a time, from the connection's home thread; only
/// <see cref="OnGivenUp"/> comes from the supervisor, without a connection.
/// </summary>
internal interface ILinkOwner
{
    /// <summary>
    /// The connection is established. From then on, call <see cref="ServerLink.Wake"/> after queueing a frame.
    /// </summary>
    void OnLinkReady(ServerLink link);

    /// <summary>The connection has ended.</summary>
    void OnLinkDown();

    /// <summary>All servers failed permanently: no attempt will follow.</summary>
    void OnGivenUp();

    /// <summary>A frame was received.</summary>
    /// <returns>
    /// Whether the frame belongs to this conversation. If not, the connection is closed as a violation.
    /// </returns>
    bool OnFrame(in Frame frame);

    /// <summary>
    /// The server has lost the session, so other users may retransmit messages that were received before.
    /// </summary>
    void OnSessionLost();

    /// <summary>A message is written to a connection for the first time.</summary>
    void OnFirstWrite(in OutgoingFrame message);
}

/// <summary>What all connections of a conversation share.</summary>
/// <param name="Session">The state that outlives a connection.</param>
/// <param name="Owner">The conversation.</param>
/// <param name="Journal">Records the conversation's events.</param>
/// <param name="Scheduler">The clock.</param>
/// <param name="Records">Whether header and body share a TLS record.</param>
internal sealed record LinkContext(
    ServerSession Session,
    ILinkOwner Owner,
    ConversationJournal Journal,
    DeadlineScheduler Scheduler,
    TlsRecordMode Records
);
