using System.Buffers.Binary;
using System.Security.Cryptography;
using MGen.Messenger.Conversations;
using MGen.Messenger.Links;
using MGen.Model.Configuration.Peers;
using MGen.Wire;

namespace MGen.Messenger.Peers;

/// <summary>
/// Carries all frames between one user and one recipient, for all their groups: what is to be sent, what has come, and
/// the connections, of which all are read and one is written on. Nothing is dialled before there is something to say.
/// Any thread.
/// </summary>
/// <remarks>
/// Frames are written by the pump, work of the thread pool that runs while there is something to write. Nobody but the
/// pump takes frames from the outbox or changes what it writes on, so a change of connections never tears a batch.
/// </remarks>
internal sealed class PeerCarrier : IThreadPoolWorkItem
{
    private const int Resting = 0;
    private const int Running = 1;
    private const int WokenAgain = 2;

    private readonly CarrierServices _services;
    private readonly Identifier _user;
    private readonly Recipient _recipient;
    private readonly CarrierDialer _dialer;
    private readonly CarrierLinks _links;
    private readonly Outbox _outbox = new();
    private readonly Inbound _inbound;
    private readonly Dictionary<Identifier, PeerConversation> _groups = new(IdentifierComparer.Instance);
    private readonly ulong _session = BinaryPrimitives.ReadUInt64LittleEndian(
        RandomNumberGenerator.GetBytes(sizeof(ulong))
    );
    private int _pump;
    private int _isDialling;
    private TaskCompletionSource? _written;

    public PeerCarrier(CarrierServices services, PeerConfig user, Recipient recipient, TimeSpan retry)
    {
        (_services, _user, _recipient) = (services, user.User, recipient);
        _dialer = new CarrierDialer(services, user, recipient, retry);
        _links = new CarrierLinks(dialsFirst: user.User.Utf8.SequenceCompareTo(recipient.User.Utf8) < 0);
        _inbound = new Inbound(Deliver);
    }

    /// <summary>Where the carrier tells what happens.</summary>
    public CarrierJournal Journal => _services.Journal;

    /// <summary>Frames that wait for a connection, or that one took and may have lost.</summary>
    public long UndeliveredCount => _outbox.UnsentCount + (_links.HasLost ? _outbox.UnconfirmedMessages : 0);

    /// <summary>Makes a conversation known, before anything runs.</summary>
    public void Join(PeerConversation conversation) => _groups.Add(conversation.Group, conversation);

    /// <summary>Queues a frame.</summary>
    /// <returns>Whether there was room; if not, a frame was given up.</returns>
    public bool Send(in OutgoingFrame frame)
    {
        bool hasRoom = _outbox.Enqueue(frame);
        Wake();
        return hasRoom;
    }

    /// <summary>Runs a connection that the recipient dialled, until it ends.</summary>
    /// <param name="socket">The connection; the recipient has said who it is.</param>
    /// <param name="first">What came behind that.</param>
    public Task RunHandedOverAsync(PeerSocket socket, ReadOnlyMemory<byte> first) =>
        RunAsync(new PeerLink(socket, this, isDialled: false), first);

    /// <summary>Takes in a frame.</summary>
    /// <returns>Whether it is the recipient's.</returns>
    public bool Accept(in Frame frame, in PeerStamp? stamp)
    {
        if (!frame.Sender.SequenceEqual(_recipient.User.Utf8))
            return false;
        if (_links.Hear(stamp is null ? PeerKind.Original : PeerKind.Ours))
            Wake();
        if (stamp is not { } known)
        {
            _inbound.Accept(frame);
            return true;
        }
        if (known.PeerSession == _session)
            _outbox.ConfirmBefore(known.PeerNext);
        _inbound.Accept(frame, known);
        return true;
    }

    /// <summary>Tells that a connection's bytes are at fault.</summary>
    /// <returns>Always <c>false</c>.</returns>
    public bool Reject(PeerLink link, string why)
    {
        Journal.Trouble(
            $"{_user.Text} closes the connection with {_recipient.User.Text} at {link.Remote}: {LinkEnd.Violation}: {why}"
        );
        return false;
    }

    /// <summary>From now on takes in nothing.</summary>
    /// <returns>Ends when what was queued before is written, as far as there is a connection. Called once.</returns>
    public Task QuiesceAsync()
    {
        _inbound.Close();
        TaskCompletionSource written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _written, written);
        Wake();
        return written.Task;
    }

    /// <summary>Begins to end all connections: in order, and after <paramref name="patience"/> at once.</summary>
    public async Task CloseAsync(TimeSpan patience)
    {
        Wake(); // the pump lets go
        _links.FinishSending();
        if (_links.IsEmpty)
            return;
        using CancellationTokenSource isEmpty = new();
        await Task.WhenAny(_links.EmptyAsync(), _services.Scheduler.DelayAsync(patience, isEmpty.Token));
        await isEmpty.CancelAsync();
        _links.Abort(LinkEnd.Stopped);
    }

    void IThreadPoolWorkItem.Execute() => _services.Tasks.Run(PumpAsync);

    private void Wake()
    {
        if (Interlocked.Exchange(ref _pump, WokenAgain) == Resting)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private async Task PumpAsync()
    {
        TaskCompletionSource? written;
        do
        {
            Volatile.Write(ref _pump, Running);
            written = Volatile.Read(ref _written);
            await WriteAllAsync();
        } while (Interlocked.CompareExchange(ref _pump, Resting, Running) != Running);
        written?.TrySetResult();
    }

    private async Task WriteAllAsync()
    {
        FrameBatch? batch = null;
        while (!_services.Stop.IsCancellationRequested)
        {
            PeerLink? link = _links.ChooseWriter(_outbox);
            if (link is null)
            {
                DialIfNeeded();
                break;
            }
            batch ??= _services.Batches.Rent();
            if (!Fill(batch))
                break;
            if (!await link.SendAsync(batch.Bytes, batch.TrailingZeros))
            {
                _links.Lose();
                continue;
            }
            Journal.BytesSent(batch.TotalBytes);
            _outbox.Flushed(resumable: _links.Kind != PeerKind.Original);
        }
        if (batch is not null)
            _services.Batches.Return(batch);
    }

    private bool Fill(FrameBatch batch)
    {
        batch.Clear();
        TimeSpan now = _services.Scheduler.Now;
        while (batch.HasRoom && _outbox.TryTake(now, out OutgoingFrame frame, out bool isFirstWrite, out ulong number))
        {
            (ulong peerSession, ulong peerNext) = _inbound.Progress;
            batch.Add(frame.ToFrame(_user), new PeerStamp(_session, number, _outbox.Oldest, peerSession, peerNext));
            if (isFirstWrite)
                _groups[frame.Target].OnFirstWrite(frame);
        }
        return batch.TotalBytes > 0;
    }

    private void DialIfNeeded()
    {
        if (_outbox.HasWork(_links.HasLost) && !_dialer.IsHopeless && Interlocked.Exchange(ref _isDialling, 1) == 0)
            _services.Tasks.Run(DialAsync);
    }

    private async Task DialAsync()
    {
        Task running = Task.CompletedTask;
        try
        {
            if (await DialUntilInterruptedAsync() is { } socket)
                running = RunAsync(new PeerLink(socket, this, isDialled: true), default);
        }
        finally
        {
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
            return await _dialer.DialAsync(waitFirst: _links.HasParted, interrupt.Token);
        }
        finally
        {
            _links.InterruptOnArrival(null);
        }
    }

    private async Task RunAsync(PeerLink link, ReadOnlyMemory<byte> first)
    {
        Journal.LinkOpened();
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
            Wake();
        }
    }

    private void Deliver(Frame frame)
    {
        if (
            _groups
                .GetAlternateLookup<ReadOnlySpan<byte>>()
                .TryGetValue(frame.Target, out PeerConversation? conversation)
        )
        {
            conversation.Receive(frame);
            return;
        }
        Journal.Dropped();
        Journal.Trouble(
            $"{_user.Text} has no conversation with {_recipient.User.Text} in the group of a frame that came: it is given up"
        );
    }
}
