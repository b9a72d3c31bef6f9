using System.Text;
using MGen.EventLog;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Gateway;

/// <summary>
/// One client's connection for one group, from the handshake to its end. Its read and write loops run on the
/// transport's home thread; the group calls <see cref="IMemberPort"/> from any thread, under the group's lock (in a
/// cluster: the lock of the gateway's session with the partition).
/// <para>client: (3) handshake → (4) join → (5) read loop → group … group → outbox → (7) write loop → client</para>
/// </summary>
internal sealed class GatewayConnection : IMemberPort
{
    /// <summary>Limit of the wait, at the end, for acknowledgements from the client's kernel.</summary>
    private static readonly TimeSpan SettleTimeout = TimeSpan.FromSeconds(1);

    [ThreadStatic]
    private static List<GroupEntry>? t_entries;

    private readonly GatewayServices _services;
    private readonly TlsConnection _transport;
    private readonly FrameWriter _writer;
    private readonly FrameDecoder _decoder = new(BodyRule.ClientServer);

    // Asynchronous continuations: the group completes this under its lock, on the thread that posts.
    private readonly TaskCompletionSource<JoinOutcome?> _joined = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private Handshake _hello = null!;
    private GroupLink? _link;
    private PlainUser? _plainUser; // of a client without resumption, from the join on
    private byte[] _early = []; // bytes that arrived with the handshake
    private bool _isReleased;
    private int _reason; // an EndReason; set once, by the thread that ends the connection first
    private Task _reader = Task.CompletedTask;

    public GatewayConnection(long number, TlsConnection transport, GatewayServices services)
    {
        Number = number;
        _transport = transport;
        _services = services;
        _writer = new FrameWriter(transport, services);
    }

    /// <summary>The connection's number within the gateway.</summary>
    public long Number { get; }

    /// <summary>The group that the client named.</summary>
    public Identifier Group => _hello.Group;

    /// <summary>Frames in the outbox.</summary>
    public int Waiting => _writer.Outbox.Count;

    /// <summary>Why the connection ended; any thread.</summary>
    public EndReason Reason => (EndReason)Volatile.Read(ref _reason);

    /// <summary>Reads the handshake. The caller limits the time by <see cref="TlsConnection.Abort"/>.</summary>
    /// <returns>Whether a valid handshake arrived; else the reason is logged.</returns>
    public async Task<bool> ReadHandshakeAsync()
    {
        // The TLS handshake may continue its caller on any thread, and a transport is only read on its home thread.
        await _transport.SwitchHomeAsync();
        HandshakeDecoder decoder = new(withResume: _transport.ApplicationProtocol == Resumption.Protocol);
        while (true)
        {
            ReadOnlyMemory<byte> bytes = await _transport.ReadAsync();
            if (bytes.IsEmpty)
                return FailHandshake(_transport.GetEndReason(), _transport.DescribeEnd());
            ReadOnlySpan<byte> input = bytes.Span;
            ReadStatus status = decoder.Read(ref input, out Handshake? hello);
            if (status == ReadStatus.Violation)
                return FailHandshake(EndReason.MalformedFrame, decoder.Violation.ToString());
            if (status == ReadStatus.NeedMoreData)
                continue;
            _hello = hello!;
            // Copied: the buffer belongs to the event loop and is overwritten by its next connection.
            _early = input.ToArray();
            _services.Log.Accept(_hello.User.Text, _hello.Group.Text);
            return true;
        }
    }

    /// <summary>
    /// Joins the group, relays frames until either end closes, and leaves the group. The leave is posted even if a bug
    /// ends the connection, because the group waits for it.
    /// </summary>
    public async Task RunAsync()
    {
        try
        {
            if (await JoinAsync() is { } joined)
                await RelayAsync(joined);
            else
                _services.Log.Refused(_hello.User.Text, _hello.Group.Text, Reason.ToString());
        }
        catch
        {
            Abort(EndReason.ServerError);
            throw;
        }
        finally
        {
            await LeaveAsync();
        }
    }

    /// <summary>Ends the connection after the frames in the outbox are sent. Any thread.</summary>
    public void Stop(EndReason reason)
    {
        SetReason(reason);
        _writer.Close();
        // Ends a wait for a delayed join; a join that was posted is undone by the leave that LeaveAsync posts.
        _joined.TrySetResult(null);
    }

    /// <summary>Ends the connection now. Any thread.</summary>
    public void Abort(EndReason reason)
    {
        SetReason(reason);
        _writer.Close();
        _transport.Abort();
    }

    void IMemberPort.Joined(JoinOutcome outcome) => _joined.TrySetResult(outcome);

    void IMemberPort.Refused(EndReason reason) => Stop(reason);

    bool IMemberPort.TryDeliver(Frame frame) => _writer.Outbox.TryAdd(frame);

    void IMemberPort.Replaced() => Abort(EndReason.Replaced);

    /// <summary>(4) Joins the group.</summary>
    /// <returns>The outcome; <c>null</c> if the group refuses the join or the connection ends first.</returns>
    private async Task<JoinOutcome?> JoinAsync()
    {
        TimeSpan delay = _services.Reconnects.Register((_hello.User.Text, _hello.Group.Text));
        if (delay > TimeSpan.Zero)
        {
            _services.Metrics.JoinDelayed();
            if (await Task.WhenAny(_joined.Task, Task.Delay(delay, _services.Clock)) == _joined.Task)
                return null; // the gateway stops
        }
        GroupLink link = _services.Links.Get(_hello.Group);
        // Before the join: only an unused connection may move, and from the join on the group may use it.
        if (!_services.GroupsAreRemote && link.Neighbours.Add(_transport) is { } neighbour)
        {
            await _transport.SwitchHomeAsync();
            await _transport.MoveHomeAsync(neighbour);
        }
        bool mayRegister = _services.Options.AcceptLateRegistration || !_services.Phase.Ended.IsCompleted;
        JoinRequest request = new(
            _hello.User,
            _hello.Resume?.Session ?? Guid.Empty,
            _hello.Resume?.Received ?? 0,
            mayRegister
        )
        {
            Group = _hello.Group,
            Window = _services.Options.OutboxFrames,
        };
        // From here on LeaveAsync posts a leave. Set before the join is posted, since every join needs one.
        _link = link;
        link.Post(new GroupEntry(EntryKind.Join, Number, Join: request));
        if (
            _services.GroupsAreRemote
            && await Task.WhenAny(_joined.Task, Task.Delay(_services.Options.JoinTimeout, _services.Clock))
                != _joined.Task
        )
        {
            // The socket is not read before the join, so the gateway does not see that a client has ended. Without the
            // time-out such a client would hold a descriptor until a silo is available.
            Stop(EndReason.GroupUnavailable);
        }
        return await _joined.Task;
    }

    /// <summary>Posts the leave, with the number of frames that arrived, and closes the socket.</summary>
    private async Task LeaveAsync()
    {
        // The writer ends now at the latest. If it failed, RunAsync has thrown its exception already.
        await _writer.Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // A client that resumes reports itself what it has received, so the kernel is not asked.
        long delivered =
            _hello.Resume is null && _writer.Ledger is { } ledger ? await SettleAsync(ledger) : _writer.Flushed;
        _link?.Post(new GroupEntry(EntryKind.Leave, Number, Delivered: delivered));
        _link?.Neighbours.Remove(_transport);
        _plainUser?.Leave();
        await ReleaseAsync();
        await _reader; // the closed socket ends it
    }

    /// <summary>
    /// Returns how many frames the client's kernel has acknowledged. The group retransmits the others on the member's
    /// next connection, so they must not arrive from this one as well: the socket is reset before the group learns the
    /// number.
    /// </summary>
    private async ValueTask<long> SettleAsync(SentLedger ledger)
    {
        long delivered = await ledger.SettleAsync(_services.Clock, SettleTimeout);
        bool groupEndsToo = Reason == EndReason.ServerStopping && !_services.GroupsAreRemote;
        if (!ledger.MayStillArrive || groupEndsToo)
            return delivered;
        // An acknowledgement may still be on its way. The kernel must neither send nor retransmit from now on: the
        // group would deliver the same frames again on the next connection.
        _transport.DiscardUnacknowledged();
        await _transport.SwitchHomeAsync(); // so that nothing is sent between the last query and the reset
        delivered = await ledger.SettleAsync(_services.Clock, TimeSpan.Zero);
        await ReleaseAsync();
        return delivered;
    }

    private ValueTask ReleaseAsync()
    {
        // No lock: only LeaveAsync and SettleAsync call this, one after the other.
        if (_isReleased)
            return ValueTask.CompletedTask;
        _isReleased = true;
        return _transport.DisposeAsync();
    }

    private async Task RelayAsync(JoinOutcome joined)
    {
        if (joined.IsNewMember)
        {
            _services.Log.Register(_hello.User.Text, _hello.Group.Text);
            _services.Metrics.MemberRegistered();
        }
        await _transport.SwitchHomeAsync();
        if (_hello.Resume is not null)
            _transport.Write(Resumption.Reply(joined.Received));
        if (await _transport.FlushAsync())
        {
            if (_hello.Resume is null)
                _plainUser = _services.PlainUsers.Enter(_hello.User, _hello.Group);
            _writer.Start(_hello, _link!, Number, _plainUser, this);
            _reader = ReadLoopAsync(_link!);
            // The loop that ends first ends the connection; then the other loop ends, too.
            await Task.WhenAny(_reader, _writer.Ended);
        }
        _writer.Close();
        await LetWriterEndAsync();
        LogEnd();
    }

    /// <summary>
    /// Waits for the writer. Except at an orderly stop, the connection is aborted first, because a client that does not
    /// read must not keep its connection open and its membership occupied.
    /// </summary>
    private async Task LetWriterEndAsync()
    {
        if (_transport.End != ConnectionEnd.None || Reason is not EndReason.ServerStopping)
            _transport.Abort();
        // Throws if a bug ended the writer: RunAsync aborts and rethrows, so that the gateway logs it.
        await _writer.Ended;
    }

    /// <summary>(5) Reads until the client's stream ends or violates the wire format.</summary>
    private async Task ReadLoopAsync(GroupLink link)
    {
        if (!await WaitAsync(_services.Phase.Ended))
            return;
        ReadOnlyMemory<byte> bytes = _early;
        _early = [];
        while (bytes.IsEmpty || Post(link, bytes.Span))
        {
            // Back-pressure: while the group is behind, the socket is not read, so TCP stops the client.
            if (!await WaitAsync(link.WaitForSpaceAsync()))
                return;
            bytes = await _transport.ReadAsync();
            if (!bytes.IsEmpty)
                continue;
            // A stream that ends inside a frame was cut, even if TLS ended in order.
            SetReason(_decoder.IsInsideFrame ? EndReason.ConnectionLost : _transport.GetEndReason());
            return;
        }
    }

    /// <summary>
    /// Waits for a task that this connection does not complete, but at most until the connection, and with it the
    /// writer, ends.
    /// </summary>
    /// <returns>Whether the task completed.</returns>
    private async ValueTask<bool> WaitAsync(Task awaited)
    {
        if (awaited.IsCompleted)
            return true;
        // The task completes on another thread, hence the switch afterwards.
        bool isCompleted = await Task.WhenAny(awaited, _writer.Ended) == awaited;
        await _transport.SwitchHomeAsync();
        return isCompleted;
    }

    /// <summary>Posts all frames that the bytes read have completed.</summary>
    /// <returns>False if a frame violated the format or a rule; the frames before it were posted.</returns>
    private bool Post(GroupLink link, ReadOnlySpan<byte> bytes)
    {
        // One list per thread, not per connection: nothing below awaits or reads from another connection.
        List<GroupEntry> entries = t_entries ??= [];
        entries.Clear();
        DateTimeOffset started = MessageTrace.IsOn ? _services.Clock.GetUtcNow() : default;
        int length = bytes.Length,
            receipts = 0;
        ReadStatus status;
        while ((status = _decoder.Read(ref bytes, out Frame frame)) == ReadStatus.Complete && Check(frame))
        {
            receipts += frame.IsReceipt ? 1 : 0;
            entries.Add(new GroupEntry(EntryKind.Frame, Number, frame));
        }
        if (status == ReadStatus.Violation)
            SetReason(EndReason.MalformedFrame);
        _services.Metrics.Received(entries.Count - receipts, receipts, length);
        PostPromptly(link, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(entries));
        if (started != default)
        {
            DateTimeOffset now = _services.Clock.GetUtcNow();
            foreach (GroupEntry entry in entries)
                MessageTrace.Record(TraceHop.GatewayReceive, Group, entry.Frame, default, started, now);
        }
        return status == ReadStatus.NeedMoreData;
    }

    /// <summary>
    /// Posts frames. Writers usually wait for the end of the event loop's iteration, so that several frames leave in
    /// one write. A single frame gains nothing from this wait, so each member's writer sends it immediately.
    /// </summary>
    private void PostPromptly(GroupLink link, ReadOnlySpan<GroupEntry> entries)
    {
        bool isPrompt = entries.Length == 1 && _transport.TryBePrompt();
        try
        {
            link.Post(entries);
        }
        finally
        {
            if (isPrompt)
                _transport.EndPrompt();
        }
    }

    /// <summary>Checks that the frame is from the connection's user and for its group, and logs it.</summary>
    private bool Check(Frame frame)
    {
        // Bytes are compared, not text, so that no string is made for a frame.
        if (!frame.Sender.SequenceEqual(_hello.User.Utf8))
            return SetReason(EndReason.WrongSender);
        if (frame.IsReceipt)
        {
            // The name goes into the event log, whose fields a comma or a line break would shift.
            if (Identifier.Check(frame.Target) != WireViolation.None)
                return SetReason(EndReason.MalformedFrame);
            _services.Log.Receipt(_hello.User.Text, _hello.Group.Text, Encoding.UTF8.GetString(frame.Target), frame.Id);
            _plainUser?.Acknowledge(frame);
            return true;
        }
        if (!frame.Target.SequenceEqual(_hello.Group.Utf8))
            return SetReason(EndReason.WrongGroup);
        _services.Log.Received(_hello.User.Text, _hello.Group.Text, frame.Id);
        return true;
    }

    private bool FailHandshake(EndReason reason, string description)
    {
        SetReason(reason);
        _services.Log.Failed(FailedStage.Handshake, Reason == EndReason.HandshakeTimeout ? "timed out" : description);
        return false;
    }

    private void LogEnd()
    {
        string user = _hello.User.Text;
        string group = _hello.Group.Text;
        switch (Reason)
        {
            case EndReason.None:
                SetReason(_transport.GetEndReason());
                _services.Log.Terminating(user, group);
                break;
            case EndReason.ClosedByClient or EndReason.ConnectionLost or EndReason.TlsError:
                _services.Log.Failed(FailedStage.Receive, _transport.DescribeEnd());
                break;
            case EndReason.ServerStopping:
                break;
            default:
                string violation = _decoder.Violation == WireViolation.None ? "" : $":{_decoder.Violation}";
                _services.Log.Refused(user, group, $"{Reason}{violation}");
                break;
        }
        _services.Log.Terminated(user, group);
    }

    /// <summary>Sets the reason, unless one is set already. Any thread.</summary>
    /// <returns>Always false, for callers that return it.</returns>
    private bool SetReason(EndReason reason)
    {
        Interlocked.CompareExchange(ref _reason, (int)reason, (int)EndReason.None);
        return false;
    }
}
