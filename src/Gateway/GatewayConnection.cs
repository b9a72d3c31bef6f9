using System.Diagnostics;
using System.Text;
using MGen.EventLog;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Gateway;

/// <summary>
/// One client's connection for one group, from the handshake to its end. Its two loops run on the transport's home thread; the group reaches it
/// through <see cref="IMemberPort"/> from its own turn.
/// <para>client: (3) handshake → (4) join → (5) read loop → group … group → outbox → (7) write loop → client</para>
/// </summary>
internal sealed class GatewayConnection : IMemberPort
{
    private static readonly TimeSpan SettlePatience = TimeSpan.FromSeconds(1);

    [ThreadStatic]
    private static List<GroupEntry>? t_entries;

    private readonly GatewayServices _services;
    private readonly TlsConnection _transport;
    private readonly FrameWriter _writer;
    private readonly FrameDecoder _decoder = new(BodyRule.ClientServer);
    private readonly TaskCompletionSource<JoinOutcome?> _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Handshake _hello = null!;
    private GroupLink? _link;
    private byte[] _early = [];
    private bool _isReleased;
    private int _reason;
    private Task _reader = Task.CompletedTask;

    public GatewayConnection(long number, TlsConnection transport, GatewayServices services)
    {
        (Number, _transport, _services) = (number, transport, services);
        _writer = new FrameWriter(transport, services);
    }

    /// <summary>The connection's number within the gateway.</summary>
    public long Number { get; }

    /// <summary>The group it is for.</summary>
    public Identifier Group => _hello.Group;

    /// <summary>Frames that wait for the socket.</summary>
    public int Waiting => _writer.Outbox.Count;

    /// <summary>Why it ended.</summary>
    public EndReason Reason => (EndReason)Volatile.Read(ref _reason);

    /// <summary>Reads the handshake. Whoever calls limits the time by <see cref="TlsConnection.Abort"/>.</summary>
    /// <returns>Whether a valid one arrived; else the reason is logged.</returns>
    public async Task<bool> ReadHandshakeAsync()
    {
        await _transport.SwitchHomeAsync();
        HandshakeDecoder decoder = new(withResume: _transport.ApplicationProtocol == Resumption.Protocol);
        while (true)
        {
            ReadOnlyMemory<byte> bytes = await _transport.ReadAsync();
            if (bytes.IsEmpty)
                return FailHandshake(TransportReason(), Words(_transport));
            ReadOnlySpan<byte> input = bytes.Span;
            ReadStatus status = decoder.Read(ref input, out Handshake? hello);
            if (status == ReadStatus.Violation)
                return FailHandshake(EndReason.MalformedFrame, decoder.Violation.ToString());
            if (status == ReadStatus.NeedMoreData)
                continue;
            _hello = hello!;
            _early = input.ToArray();
            _services.Log.Accept(_hello.User.Text, _hello.Group.Text);
            return true;
        }
    }

    /// <summary>Joins the group, relays until either side ends, and leaves: also when a bug ends it, for the group waits for the leave.</summary>
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

    /// <summary>Ends the connection in order: what waits in the outbox still leaves. Any thread.</summary>
    public void Stop(EndReason reason)
    {
        EndAs(reason);
        _writer.Outbox.Close();
        _joined.TrySetResult(null);
    }

    /// <summary>Ends the connection now. Any thread.</summary>
    public void Abort(EndReason reason)
    {
        EndAs(reason);
        _writer.Outbox.Close();
        _transport.Abort();
    }

    void IMemberPort.Joined(JoinOutcome outcome) => _joined.TrySetResult(outcome);

    void IMemberPort.Refused(EndReason reason) => Stop(reason);

    bool IMemberPort.TryDeliver(Frame frame) => _writer.Outbox.TryAdd(frame);

    void IMemberPort.Replaced() => Abort(EndReason.Replaced);

    /// <summary>(4) Takes the member's place in the group.</summary>
    /// <returns><c>null</c> if the group refuses, or the connection ends first.</returns>
    private async Task<JoinOutcome?> JoinAsync()
    {
        TimeSpan delay = _services.Reconnects.Register(_hello.User, _hello.Group);
        if (delay > TimeSpan.Zero)
        {
            _services.Metrics.JoinDelayed();
            if (await Task.WhenAny(_joined.Task, Task.Delay(delay, _services.Clock)) == _joined.Task)
                return null; // the gateway stops
        }
        GroupLink link = _services.Links.Get(_hello.Group);
        if (!_services.GroupsAreRemote && link.Neighbours.Add(_transport) is { } neighbour)
        {
            await _transport.SwitchHomeAsync();
            await _transport.MoveHomeAsync(neighbour);
        }
        bool mayRegister = _services.Options.AcceptLateRegistration || !_services.Phase.Ended.IsCompleted;
        JoinRequest request = new(_hello.User, _hello.Resume?.Session ?? Guid.Empty, _hello.Resume?.Received ?? 0, mayRegister)
        {
            Group = _hello.Group,
            Window = _services.Options.OutboxFrames,
        };
        _link = link;
        link.Post(new GroupEntry(EntryKind.Join, Number, Join: request));
        if (_services.GroupsAreRemote && await Task.WhenAny(_joined.Task, Task.Delay(_services.Options.JoinTimeout, _services.Clock)) != _joined.Task)
            Stop(EndReason.GroupUnavailable); // nobody reads the socket before the join, so a client that has gone would hold its descriptor until a silo comes
        return await _joined.Task;
    }

    /// <summary>Tells the group what arrived, and lets go of the socket.</summary>
    private async Task LeaveAsync()
    {
        await _writer.Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // ends now at the latest; what it threw is on its way already
        long delivered = _hello.Resume is null && _writer.Ledger is { } ledger ? await SettleAsync(ledger) : _writer.Flushed;
        _link?.Post(new GroupEntry(EntryKind.Leave, Number, Delivered: delivered));
        _link?.Neighbours.Remove(_transport);
        await ReleaseAsync();
        await _reader; // sees the end now at the latest
    }

    /// <summary>What is not acknowledged in good time the group will send again: then it must not arrive from here as well, so the socket is reset before the group hears.</summary>
    private async ValueTask<long> SettleAsync(SentLedger ledger)
    {
        long delivered = await ledger.SettleAsync(_services.Clock, SettlePatience);
        bool groupEndsToo = Reason == EndReason.ServerStopping && !_services.GroupsAreRemote;
        if (!ledger.MayStillArrive || groupEndsToo)
            return delivered;
        _transport.DiscardUnacknowledged();
        await _transport.SwitchHomeAsync(); // between the last question and the reset nothing else runs here
        delivered = await ledger.SettleAsync(_services.Clock, TimeSpan.Zero);
        await ReleaseAsync();
        return delivered;
    }

    private ValueTask ReleaseAsync()
    {
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
            _writer.Start(_hello, _link!, Number);
            _reader = ReadLoopAsync(_link!);
            await Task.WhenAny(_reader, _writer.Ended);
        }
        _writer.Outbox.Close();
        await LetWriterEndAsync();
        LogEnd();
    }

    /// <summary>A client that does not read must not keep its connection, and with it its place, for ever.</summary>
    private async Task LetWriterEndAsync()
    {
        if (_transport.End != ConnectionEnd.None || Reason is not EndReason.ServerStopping)
            _transport.Abort();
        await _writer.Ended;
    }

    /// <summary>(5) Reads until the client's stream ends or breaks the rules.</summary>
    private async Task ReadLoopAsync(GroupLink link)
    {
        if (!await WaitAsync(_services.Phase.Ended))
            return;
        ReadOnlyMemory<byte> bytes = _early;
        _early = [];
        while (bytes.IsEmpty || Post(link, bytes.Span))
        {
            if (!await WaitAsync(link.WaitForRoomAsync()))
                return;
            bytes = await _transport.ReadAsync();
            if (!bytes.IsEmpty)
                continue;
            EndAs(_decoder.IsInsideFrame ? EndReason.ConnectionLost : TransportReason());
            return;
        }
    }

    /// <summary>Waits for something that does not come from this connection, but not beyond the connection's end, with which the writer ends.</summary>
    /// <returns>Whether it came.</returns>
    private async ValueTask<bool> WaitAsync(Task awaited)
    {
        if (awaited.IsCompleted)
            return true;
        bool came = await Task.WhenAny(awaited, _writer.Ended) == awaited;
        await _transport.SwitchHomeAsync();
        return came;
    }

    /// <summary>Posts all frames that a read completed.</summary>
    /// <returns>False if one broke the rules; those before it were posted.</returns>
    private bool Post(GroupLink link, ReadOnlySpan<byte> bytes)
    {
        List<GroupEntry> entries = t_entries ??= [];
        entries.Clear();
        int length = bytes.Length, receipts = 0;
        ReadStatus status;
        while ((status = _decoder.Read(ref bytes, out Frame frame)) == ReadStatus.Complete && Check(frame))
        {
            receipts += frame.IsReceipt ? 1 : 0;
            entries.Add(new GroupEntry(EntryKind.Frame, Number, frame));
        }
        if (status == ReadStatus.Violation)
            EndAs(EndReason.MalformedFrame);
        _services.Metrics.Received(entries.Count - receipts, receipts, length);
        PostPromptly(link, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(entries));
        return status == ReadStatus.NeedMoreData;
    }

    /// <summary>One frame alone, with nothing behind it, gathers nothing by waiting: each member's writer goes to work as soon as it is given the frame.</summary>
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

    /// <summary>The frame is the connection's user's, and for its group; logs it.</summary>
    private bool Check(Frame frame)
    {
        if (!frame.Sender.SequenceEqual(_hello.User.Utf8))
            return EndAs(EndReason.WrongSender);
        if (frame.IsReceipt)
        {
            if (Identifier.Check(frame.Target) != WireViolation.None)
                return EndAs(EndReason.MalformedFrame);
            _services.Log.Receipt(_hello.User.Text, _hello.Group.Text, Encoding.UTF8.GetString(frame.Target), frame.Id);
            return true;
        }
        if (!frame.Target.SequenceEqual(_hello.Group.Utf8))
            return EndAs(EndReason.WrongGroup);
        _services.Log.Received(_hello.User.Text, _hello.Group.Text, frame.Id);
        return true;
    }

    private bool FailHandshake(EndReason reason, string words)
    {
        EndAs(reason);
        _services.Log.Failed(FailedStage.Handshake, Reason == EndReason.HandshakeTimeout ? "timed out" : words);
        return false;
    }

    private void LogEnd()
    {
        (string user, string group) = (_hello.User.Text, _hello.Group.Text);
        switch (Reason)
        {
            case EndReason.None:
                EndAs(TransportReason());
                _services.Log.Terminating(user, group);
                break;
            case EndReason.ClosedByClient or EndReason.ConnectionLost or EndReason.TlsError:
                _services.Log.Failed(FailedStage.Receive, Words(_transport));
                break;
            case EndReason.ServerStopping:
                break;
            default:
                _services.Log.Refused(user, group, _decoder.Violation == WireViolation.None ? Reason.ToString() : $"{Reason}:{_decoder.Violation}");
                break;
        }
        _services.Log.Terminated(user, group);
    }

    /// <summary>Keeps the first reason.</summary>
    /// <returns>Always false, for guards.</returns>
    private bool EndAs(EndReason reason)
    {
        Interlocked.CompareExchange(ref _reason, (int)reason, (int)EndReason.None);
        return false;
    }

    private EndReason TransportReason() => _transport.End switch
    {
        ConnectionEnd.Closed or ConnectionEnd.Truncated => EndReason.ClosedByClient,
        ConnectionEnd.TlsError => EndReason.TlsError,
        _ => EndReason.ConnectionLost,
    };

    /// <summary>The words in which the original's log names these ends; what it cannot know follows in parentheses.</summary>
    private static string Words(TlsConnection transport) => transport.End switch
    {
        ConnectionEnd.Closed or ConnectionEnd.Truncated => "unexpected end of file",
        ConnectionEnd.Reset => "connection reset",
        ConnectionEnd.TlsError => transport.Problem is { } problem ? $"invalid data ({problem})" : "invalid data",
        ConnectionEnd.Aborted => "connection aborted",
        _ => throw new UnreachableException(),
    };
}
