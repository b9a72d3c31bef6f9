using MGen.Transport;
using MGen.Wire;

namespace MGen.Gateway;

/// <summary>
/// Step (7) of a gateway: writes a connection's frames from its outbox to the socket, on the home thread. The frames in
/// the outbox, at most <see cref="FramesPerFlush"/>, leave in one flush, as soon as the previous flush has completed.
/// Usually the socket accepts a flush completely; then nothing here is asynchronous.
/// </summary>
internal sealed class FrameWriter : IHomeWork
{
    /// <summary>Most frames in one flush, so that the socket receives bytes before more are encrypted.</summary>
    private const int FramesPerFlush = 256;

    /// <summary>
    /// With this many unacknowledged frames the writer waits for the client. A socket takes many more for a client that
    /// stalls, but a group keeps only <see cref="GroupLimits.MaxUnconfirmedFrames"/> for retransmission. With a flush
    /// (256) and an outbox (256) the sum is that limit's default, 1,024.
    /// </summary>
    private const int MostUnacknowledged = 512;

    [ThreadStatic]
    // One per thread, not per connection: the transport encrypts a record into its own buffer at once.
    private static byte[]? t_record;

    [ThreadStatic]
    private static Frame[]? t_batch;

    private readonly TlsConnection _transport;
    private readonly GatewayServices _services;
    private Handshake _hello = null!;
    private string _user = "";
    private string _group = "";
    private GroupLink _link = null!;
    private long _number;
    private GatewayConnection _connection = null!;
    private PlainUser? _plainUser; // null for a client that resumes

    // Created when the client has several connections: an idle connection must be small.
    private volatile ReaderCheck? _check;
    private volatile bool _isClosing;
    private long _flushed;
    private long _reported;
    private TaskCompletionSource? _ended;

    public FrameWriter(TlsConnection transport, GatewayServices services)
    {
        _transport = transport;
        _services = services;
        Outbox = new Outbox(transport, this, services.Options.OutboxFrames);
    }

    /// <summary>Frames that wait to be written. The outbox may be filled before the start.</summary>
    public Outbox Outbox { get; }

    /// <summary>Counts the frames that the client's kernel has acknowledged; <c>null</c> before the start.</summary>
    public SentLedger? Ledger { get; private set; }

    /// <summary>Frames written to the socket.</summary>
    public long Flushed => _flushed;

    /// <summary>
    /// Completes when the outbox is closed and empty, or the socket is broken. It is already completed if the writer
    /// was not started.
    /// </summary>
    public Task Ended => _ended?.Task ?? Task.CompletedTask;

    /// <summary>Starts to write. On the home thread.</summary>
    /// <param name="hello">The connection's user and group.</param>
    /// <param name="link">Receives an entry when there is space for more frames.</param>
    /// <param name="number">The connection's number within the gateway.</param>
    /// <param name="plainUser">The user of a client without resumption; <c>null</c> for one that resumes.</param>
    /// <param name="connection">Is aborted if the client does not read the connection.</param>
    public void Start(Handshake hello, GroupLink link, long number, PlainUser? plainUser, GatewayConnection connection)
    {
        _plainUser = plainUser;
        _connection = connection;
        _hello = hello;
        _user = hello.User.Text;
        _group = hello.Group.Text;
        _link = link;
        _number = number;
        Ledger = new SentLedger(_transport);
        // Asynchronous continuations: the writer may run under a group's lock, and the code that awaits its end must
        // not.
        _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Continue();
    }

    /// <summary>Takes no more frames, and waits for no receipt. Thread-safe.</summary>
    public void Close()
    {
        _isClosing = true;
        Outbox.Close();
        _check?.Cancel();
    }

    void IHomeWork.Execute() => Continue();

    private void Continue()
    {
        try
        {
            // The loop ends only when the outbox has registered this writer to be executed for the next frame.
            while (!Outbox.TryWait())
            {
                // For the metric: a flush may also send what TLS itself had to send, such as a key update.
                long before = _transport.BytesSent;
                // 0 frames although the outbox did not wait: it is closed and empty.
                int frames = WriteBatch();
                ValueTask<bool> flush = _transport.FlushAsync();
                if (
                    !flush.IsCompletedSuccessfully
                    || frames == 0
                    || _transport.End != ConnectionEnd.None
                    || Ledger!.Unacknowledged >= MostUnacknowledged
                    || _check is { IsWaiting: true }
                )
                {
                    _ = ContinueSlowlyAsync(flush, before, frames);
                    return;
                }
                Account(before, frames);
                ReportSpace();
            }
        }
        catch (Exception bug)
        {
            // Not thrown: the caller is a group or the event loop, which serve other connections.
            _ended!.TrySetException(bug);
        }
    }

    /// <summary>
    /// The rare cases: waits for the socket, for a client with many unacknowledged frames or for a receipt, or ends the
    /// writer.
    /// </summary>
    private async Task ContinueSlowlyAsync(ValueTask<bool> flush, long before, int frames)
    {
        try
        {
            if (!await flush || frames == 0) // the socket is broken, or the outbox is closed and empty
            {
                _ended!.TrySetResult();
                return;
            }
            // Counted before the wait for acknowledgements: the frames are in the socket already.
            Account(before, frames);
            // Continues on the thread pool, so the writer must return to its home thread.
            await Ledger!.CatchUpAsync(MostUnacknowledged, _services.Clock);
            if (_check is { IsWaiting: true } check && !await check.WaitAsync(_services.Clock))
                _connection.Abort(EndReason.NotRead);
            await _transport.SwitchHomeAsync();
            ReportSpace();
        }
        catch (Exception bug)
        {
            _ended!.TrySetException(bug);
            return;
        }
        Continue();
    }

    private void BeginCheck(Frame message)
    {
        ReaderCheck check = _check ??= new ReaderCheck(_plainUser!);
        check.Begin(message);
        if (_isClosing) // closed meanwhile, by a thread that may not have seen the check
            check.Cancel();
    }

    private int WriteBatch()
    {
        Ledger!.BeginBatch();
        Frame[] batch = t_batch ??= new Frame[FramesPerFlush];
        bool isChecked = _plainUser is { MustShowWhatItReads: true } && !_isClosing && _check is not { IsOver: true };
        int frames = Outbox.Take(isChecked ? batch.AsSpan(0, 1) : batch);
        if (isChecked && frames > 0 && !batch[0].IsReceipt)
            BeginCheck(batch[0]);
        foreach (Frame frame in batch.AsSpan(0, frames))
            Write(frame);
        Array.Clear(batch, 0, frames);
        return frames;
    }

    private void Write(Frame frame)
    {
        byte[] record = t_record ??= new byte[WireLimits.MaxHeaderBytes + WireLimits.MaxInlineBodyBytes];
        DateTimeOffset started = MessageTrace.IsOn ? _services.Clock.GetUtcNow() : default;
        int length = frame.WriteTo(record);
        int header = frame.Header.Length;
        if (_services.Options.SplitRecords)
            _transport.WriteApart(record.AsSpan(0, header), record.AsSpan(header, length - header));
        else
            _transport.Write(record.AsSpan(0, length));
        Ledger!.Add();
        if (started != default)
            Trace(frame, started);
    }

    private void Trace(Frame frame, DateTimeOffset started) =>
        MessageTrace.Record(
            TraceHop.GatewayDeliver,
            _hello.Group,
            frame,
            _hello.User.Utf8,
            started,
            _services.Clock.GetUtcNow()
        );

    private void Account(long before, int frames)
    {
        _flushed += frames;
        _services.Log.Sent(_user, _group, frames);
        _services.Metrics.Sent(frames, _transport.BytesSent - before);
    }

    private void ReportSpace()
    {
        if (_services.GroupsAreRemote ? HasTakenHalf() : Outbox.TakeRefused())
            _link.Post(new GroupEntry(EntryKind.Ready, _number, Delivered: _flushed));
    }

    /// <summary>
    /// Whether half of the window was written since the last report. A group in another process counts the frames in
    /// flight to this connection, and must learn of the progress before it stops sending.
    /// </summary>
    private bool HasTakenHalf()
    {
        bool hasTaken = _flushed - _reported >= _services.Options.OutboxFrames / 2;
        _reported = hasTaken ? _flushed : _reported;
        return hasTaken;
    }
}
