using MGen.Messenger.Links;

namespace MGen.Messenger.Peers;

/// <summary>
/// The connections of a carrier, and the rule that selects the one to write to. Thread-safe, but only the pump calls
/// <see cref="ChooseWriter"/>.
/// <code>
/// program at the other end   connection to write to
/// ------------------------   ------------------------------------------------------------------------------------
/// of this project            the newest one dialled by the user whose name is first in byte order, or else the
///                            newest. Both sides select the same one; each side closes the others that it dialled
/// an original                the only one. An original reads one connection at a time, and it is unknown which: if
///                            there are two, both are finished, so that it reads them to their ends, and a new one
///                            is dialled
/// unknown                    the current one, or else the newest
/// </code>
/// </summary>
/// <param name="dialsFirst">Whether this side's user is the one whose name is first in byte order.</param>
internal sealed class CarrierLinks(bool dialsFirst)
{
    /// <summary>
    /// The largest number of usable connections between two users. For a further connection, the oldest usable one that
    /// is not being written to is closed. Two peers that dial each other at the same time have two.
    /// </summary>
    private const int MaxLinks = 8;

    /// <summary>
    /// The largest number of connections between two users, including those that are only read to their end.
    /// </summary>
    private const int MaxReadLinks = 32;

    private readonly Lock _gate = new();
    private readonly List<PeerLink> _links = new(1);
    private PeerLink? _writer;
    private CancellationTokenSource? _dialling;
    private TaskCompletionSource? _emptied;
    private bool _hasLostFrames; // written under the lock; also read without it
    private bool _isClosing;
    private bool _needsNewLink;

    /// <summary>The program at the other end, as far as known.</summary>
    public PeerKind Kind { get; private set; }

    /// <summary>
    /// Whether frames may be lost, because a connection that carried them has ended or a write has failed, and they are
    /// not yet pending again.
    /// </summary>
    public bool HasLostFrames => Volatile.Read(ref _hasLostFrames);

    /// <summary>
    /// Whether sending was shut down on all connections, because it is unknown which of them an original reads. A new
    /// connection resets the value.
    /// </summary>
    public bool NeedsNewLink => Volatile.Read(ref _needsNewLink);

    /// <summary>Whether no connection is left.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
                return _links.Count == 0;
        }
    }

    /// <summary>Adds a connection. One that the other side dialled interrupts this side's dialling.</summary>
    public void Add(PeerLink link)
    {
        lock (_gate)
        {
            _links.Add(link);
            if (!link.IsDialled)
                // Cancelled under the lock. The source is disposed only after InterruptOnArrival(null), which waits for
                // it.
                _dialling?.Cancel();
            if (_isClosing)
                link.Abort(LinkEnd.Stopped); // FinishSending has not seen this connection
            if (_links.Count(one => one.IsUsable) > MaxLinks)
                _links.Find(one => one.IsUsable && one != _writer)?.Abort(LinkEnd.TooMany);
            if (_links.Count > MaxReadLinks)
                _links.Find(one => one != _writer)?.Abort(LinkEnd.TooMany);
            _needsNewLink = false;
        }
    }

    /// <summary>Removes an ended connection.</summary>
    public void Remove(PeerLink link)
    {
        lock (_gate)
        {
            _links.Remove(link);
            // Without an orderly close it is unknown how much of the socket's buffers arrived.
            if (link.HasCarried && !link.IsReadToTheEnd)
                _hasLostFrames = true;
            if (_links.Count == 0)
                _emptied?.TrySetResult();
        }
    }

    /// <summary>Records that a write failed.</summary>
    public void MarkLost()
    {
        lock (_gate)
            _hasLostFrames = true;
    }

    /// <summary>Records which program sent a received frame.</summary>
    /// <returns>Whether this is new, so that another connection may have to be selected.</returns>
    public bool SetKind(PeerKind kind)
    {
        lock (_gate)
        {
            bool isNews = Kind != kind;
            Kind = kind;
            return isNews;
        }
    }

    /// <summary>Sets the source that a connection from the other side cancels; <c>null</c>: none.</summary>
    public void InterruptOnArrival(CancellationTokenSource? dialling)
    {
        lock (_gate)
        {
            _dialling = dialling;
            if (_links.Exists(link => link.IsUsable))
                dialling?.Cancel(); // the connection arrived before this call, so Add could not cancel
        }
    }

    /// <summary>
    /// Selects the connection to write to. Makes frames that an ended connection may have lost pending again.
    /// </summary>
    /// <returns>The connection; <c>null</c> if there is none.</returns>
    public PeerLink? ChooseWriter(SendQueue sendQueue)
    {
        lock (_gate)
        {
            // A failed connection stays in the list until its reader has ended, because received frames are still read.
            List<PeerLink> usable = _links.FindAll(link => link.IsUsable);
            if (Kind == PeerKind.Original)
                SwitchToOriginal(usable, sendQueue);
            if (Preferred(usable) is not { } next)
                return null;
            if (_hasLostFrames)
                sendQueue.RequeueWritten();
            if (Kind == PeerKind.Stamping)
                usable.FindAll(link => link != next && link.IsDialled).ForEach(spare => spare.FinishSending());
            _hasLostFrames = false;
            _writer = next;
            return next;
        }
    }

    /// <summary>Shuts down sending on all connections. Connections added later are closed immediately.</summary>
    public void FinishSending()
    {
        lock (_gate)
        {
            // Set under the lock of the list, so that Add either sees the flag, or its connection is among those below.
            _isClosing = true;
            _links.ForEach(link => link.FinishSending());
        }
    }

    /// <summary>Closes all connections.</summary>
    public void Abort(LinkEnd why)
    {
        lock (_gate)
            _links.ForEach(link => link.Abort(why));
    }

    /// <summary>Completes when no connection is left. Call it once.</summary>
    public Task EmptyAsync()
    {
        lock (_gate)
        {
            _emptied = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_links.Count == 0)
                _emptied.SetResult();
            return _emptied.Task;
        }
    }

    private PeerLink? Preferred(List<PeerLink> usable)
    {
        PeerLink? present =
            Kind == PeerKind.Stamping
                ? usable.FindLast(link => link.IsDialled == dialsFirst)
                : usable.Find(link => link == _writer);
        return present ?? usable.LastOrDefault();
    }

    /// <summary>
    /// Applies the rule for an original. Frames written before the original was recognised count as delivered, because
    /// an original acknowledges nothing below the level of receipts.
    /// </summary>
    private void SwitchToOriginal(List<PeerLink> usable, SendQueue sendQueue)
    {
        if (!_hasLostFrames)
            sendQueue.Flushed(resumable: false);
        if (usable.Count < 2)
            return;
        usable.ForEach(link => link.FinishSending());
        usable.Clear();
        _needsNewLink = true;
    }
}

/// <summary>The program at the other end of a carrier.</summary>
internal enum PeerKind
{
    /// <summary>No frame was received yet.</summary>
    Unknown,

    /// <summary>A program of this project: its frames have stamps, with which both sides acknowledge frames.</summary>
    Stamping,

    /// <summary>
    /// An original: its frames have no stamps. It reads one connection at a time, the one it writes to.
    /// </summary>
    Original,
}
