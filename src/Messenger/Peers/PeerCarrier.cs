using System.Buffers.Binary;
using System.Security.Cryptography;
using MGen.Messenger.Conversations;
using MGen.Messenger.Dialing;
using MGen.Messenger.Links;
using MGen.Messenger.Scheduling;
using MGen.Model.Configuration.Peers;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Messenger.Peers;

/// <summary>
/// The ordered traffic between one user and one recipient, for all their groups: a send queue, the received sessions,
/// and the connections, of which all are read and one is written to. Dials only for frames to send. Thread-safe.
/// </summary>
/// <remarks>
/// The pump, a work item of the event loop or else of the thread pool that runs while frames are queued, is the only
/// code that dequeues frames and selects the connection. Therefore a batch is never split over two connections.
/// </remarks>
internal sealed class PeerCarrier : IThreadPoolWorkItem, IHomeWork
{
    private readonly CarrierServices _services;
    private readonly Identifier _user;
    private readonly Recipient _recipient;
    private readonly CarrierDialer _dialer;
    private readonly CarrierLinks _links;
    private readonly SendQueue _sendQueue = new();
    private readonly InboundSessions _inbound;
    private readonly Dictionary<Identifier, PeerConversation> _groups = new(IdentifierComparer.Instance);
    private readonly ulong _session = BinaryPrimitives.ReadUInt64LittleEndian(
        RandomNumberGenerator.GetBytes(sizeof(ulong))
    );
    private PumpState _pump;
    private int _isDialling;
    private TaskCompletionSource? _written;

    public PeerCarrier(CarrierServices services, PeerConfig user, Recipient recipient, TimeSpan retry)
    {
        _services = services;
        _user = user.User;
        _recipient = recipient;
        _dialer = new CarrierDialer(services, user, recipient, retry);
        _links = new CarrierLinks(dialsFirst: user.User.Utf8.SequenceCompareTo(recipient.User.Utf8) < 0);
        _inbound = new InboundSessions(Deliver);
    }

    /// <summary>Records the carrier's events.</summary>
    public CarrierJournal Journal => _services.Journal;

    /// <summary>Frames that are queued, and messages that an ended connection may have lost.</summary>
    public long UndeliveredCount =>
        _sendQueue.UnsentCount + (_links.HasLostFrames ? _sendQueue.UnconfirmedMessages : 0);

    /// <summary>Registers a conversation. Only before the start.</summary>
    public void Join(PeerConversation conversation) => _groups.Add(conversation.Group, conversation);

    /// <summary>Queues a frame.</summary>
    /// <returns>Whether nothing was dropped.</returns>
    public bool Send(in OutgoingFrame frame)
    {
        bool hasRoom = _sendQueue.Enqueue(frame);
        Wake();
        return hasRoom;
    }

    /// <summary>Runs a connection that the recipient has dialled, until it ends.</summary>
    /// <param name="socket">The connection, after the introduction.</param>
    /// <param name="first">Bytes received after the introduction.</param>
    public Task RunHandedOverAsync(PeerSocket socket, ReadOnlyMemory<byte> first) =>
        RunAsync(new PeerLink(socket, this, isDialled: false), first);

    /// <summary>Processes a received frame.</summary>
    /// <returns>Whether the recipient is its sender; if not, the caller closes the connection.</returns>
    public bool Accept(in Frame frame, in PeerStamp? stamp)
    {
        if (!frame.Sender.SequenceEqual(_recipient.User.Utf8))
            return false;
        if (_links.SetKind(stamp is null ? PeerKind.Original : PeerKind.Stamping))
            Wake();
        if (stamp is not { } known)
        {
            _inbound.Accept(frame);
            return true;
        }
        // The peer may still acknowledge a session of an earlier run, whose numbers mean other frames.
        if (known.PeerSession == _session)
            _sendQueue.ConfirmBefore(known.PeerNext);
        _inbound.Accept(frame, known);
        return true;
    }

    /// <summary>Reports that a connection's bytes are invalid.</summary>
    /// <returns>Always <c>false</c>, for the caller to return.</returns>
    public bool Reject(PeerLink link, string why)
    {
        Journal.Trouble(
            $"{_user.Text} closes the connection with {_recipient.User.Text} at {link.Remote}: {LinkEnd.Violation}: {why}"
        );
        return false;
    }

    /// <summary>Stops delivering received frames.</summary>
    /// <returns>
    /// A task that completes when the frames queued before are written, or when no connection is available. Call it
    /// once.
    /// </returns>
    public Task QuiesceAsync()
    {
        // Before the last frames are written: a frame that is delivered now could get no receipt.
        _inbound.Close();
        TaskCompletionSource written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _written, written);
        Wake();
        return written.Task;
    }

    /// <summary>Closes all connections: normally, and by force after <paramref name="patience"/>.</summary>
    public async Task CloseAsync(TimeSpan patience)
    {
        Wake(); // the pump sees Stop and ends
        _links.FinishSending();
        if (_links.IsEmpty)
            return;
        using CancellationTokenSource isEmpty = new();
        await Task.WhenAny(_links.EmptyAsync(), _services.Scheduler.DelayAsync(patience, isEmpty.Token));
        await isEmpty.CancelAsync();
        _links.Abort(LinkEnd.Stopped);
    }

    void IThreadPoolWorkItem.Execute() => _services.Tasks.Run(PumpAsync);

    void IHomeWork.Execute() => _services.Tasks.Run(PumpAsync);

    private void Wake()
    {
        // Only the change from Idle queues the work item: a running pump sees Woken at its end, and loops.
        if (Interlocked.Exchange(ref _pump, PumpState.Woken) != PumpState.Idle)
            return;
        if (_services.Loop is { } loop)
            loop.Post(this);
        else
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private async Task PumpAsync()
    {
        TaskCompletionSource? written;
        do
        {
            // Before the queue is read: a frame that is enqueued after this sets Woken, and the loop runs once more.
            Interlocked.Exchange(ref _pump, PumpState.Running);
            // Before the queue is written: only a pass that began after QuiesceAsync may complete its task.
            written = Volatile.Read(ref _written);
            await WriteAllAsync();
        } while (Interlocked.CompareExchange(ref _pump, PumpState.Idle, PumpState.Running) != PumpState.Running);
        written?.TrySetResult();
    }

    private async Task WriteAllAsync()
    {
        FrameBatch? batch = null;
        while (!_services.Stop.IsCancellationRequested)
        {
            PeerLink? link = _links.ChooseWriter(_sendQueue);
            if (link is null)
            {
                DialIfNeeded();
                break;
            }
            // Not before there is a connection: a carrier that waits for one holds no buffer.
            batch ??= _services.Batches.Rent();
            if (!Fill(batch))
                break;
            if (!await link.SendAsync(batch.Bytes, batch.TrailingZeros))
            {
                _links.MarkLost(); // ChooseWriter makes the frames of this batch pending again
                continue;
            }
            Journal.BytesSent(batch.TotalBytes);
            _sendQueue.Flushed(resumable: _links.Kind != PeerKind.Original);
        }
        if (batch is not null)
            _services.Batches.Return(batch);
    }

    private bool Fill(FrameBatch batch)
    {
        batch.Clear();
        TimeSpan now = _services.Scheduler.Now;
        while (
            batch.HasRoom && _sendQueue.TryTake(now, out OutgoingFrame frame, out bool isFirstWrite, out ulong number)
        )
        {
            // Every frame acknowledges: there are no frames for that alone, which an original would not understand.
            (ulong peerSession, ulong peerNext) = _inbound.Progress;
            Frame written = frame.ToFrame(_user);
            batch.Add(written, new PeerStamp(_session, number, _sendQueue.Oldest, peerSession, peerNext));
            if (!isFirstWrite)
                continue;
            if (!frame.IsReceipt)
                _groups[frame.Target].OnFirstWrite(frame);
            if (MessageTrace.IsOn) // not for retransmissions: a span's id names the hop, so it must occur once
                Trace(TraceHop.PeerSend, frame.Target, written, _recipient.User, now - frame.PlannedAt);
        }
        return batch.TotalBytes > 0;
    }

    private void Trace(TraceHop hop, Identifier group, in Frame frame, Identifier addressee, TimeSpan duration)
    {
        DateTimeOffset now = _services.Scheduler.UtcNow;
        MessageTrace.RecordBetweenPeers(hop, group, frame, addressee.Utf8, now - duration, now);
    }

    private void DialIfNeeded()
    {
        if (
            _sendQueue.HasWork(_links.HasLostFrames)
            && !_dialer.HasGivenUp
            && Interlocked.Exchange(ref _isDialling, 1) == 0
        )
            _services.Tasks.Run(DialAsync);
    }

    private async Task DialAsync()
    {
        Task running = Task.CompletedTask;
        try
        {
            // Not awaited here: RunAsync lasts as long as the connection, and the pump must see the end of dialling
            // earlier.
            if (await DialUntilInterruptedAsync() is { } socket)
                running = RunAsync(new PeerLink(socket, this, isDialled: true), default);
        }
        finally
        {
            // Now, not when the connection ends: the pump must be able to dial again when it does.
            Volatile.Write(ref _isDialling, 0);
            Wake();
        }
        await running;
    }

    private async Task<PeerSocket?> DialUntilInterruptedAsync()
    {
        using CancellationTokenSource interrupt = CancellationTokenSource.CreateLinkedTokenSource(_services.Stop);
        _links.InterruptOnArrival(interrupt);
        try
        {
            return await _dialer.DialAsync(waitFirst: _links.NeedsNewLink, interrupt.Token);
        }
        finally
        {
            _links.InterruptOnArrival(null);
        }
    }

    private async Task RunAsync(PeerLink link, ReadOnlyMemory<byte> first)
    {
        Journal.LinkOpened();
        // From here on the pump may choose it; frames may have waited for a connection.
        _links.Add(link);
        Wake();
        LinkEnd end = LinkEnd.Fault;
        try
        {
            end = await link.RunAsync(first);
        }
        finally
        {
            Journal.LinkClosed(end);
            _links.Remove(link);
            Wake(); // the pump may have to dial, or to retransmit what this connection lost
        }
    }

    private void Deliver(Frame frame)
    {
        if (
            // No lock: conversations join before the start only.
            _groups
                .GetAlternateLookup<ReadOnlySpan<byte>>()
                .TryGetValue(frame.Target, out PeerConversation? conversation)
        )
        {
            if (MessageTrace.IsOn)
                Trace(TraceHop.PeerReceive, conversation.Group, frame, _user, TimeSpan.Zero);
            conversation.Receive(frame);
            return;
        }
        Journal.Dropped();
        Journal.Trouble(
            $"{_user.Text} has no conversation with {_recipient.User.Text} in the group of a received frame, which is dropped"
        );
    }

    private enum PumpState
    {
        /// <summary>No work item is queued or runs.</summary>
        Idle,

        /// <summary>The work item runs and has seen all wake-ups.</summary>
        Running,

        /// <summary>Woken since the work item last read the queue, or queued and not yet started.</summary>
        Woken,
    }
}

/// <summary>What all carriers and listeners of a process share.</summary>
/// <param name="Scheduler">The clock and all deadlines.</param>
/// <param name="Sockets">Sets the options of accepted connections.</param>
/// <param name="Dialers">Create the TCP connections.</param>
/// <param name="ConnectTimeLimit">
/// Time limit of a dialling attempt, and of the introduction on an accepted connection.
/// </param>
/// <param name="Journal">Records their events.</param>
/// <param name="Batches">The pool of their write buffers.</param>
/// <param name="Tasks">Runs and awaits their background work.</param>
/// <param name="Loop">The event loop of all connections; <c>null</c>: .NET's sockets.</param>
/// <param name="Stop">Cancelled when the program stops.</param>
internal sealed record CarrierServices(
    DeadlineScheduler Scheduler,
    SocketSettings Sockets,
    Dialers Dialers,
    TimeSpan ConnectTimeLimit,
    CarrierJournal Journal,
    FrameBatches Batches,
    TaskGroup Tasks,
    SharedLoop? Loop,
    CancellationToken Stop
);
