using MGen.Messenger.Links;

namespace MGen.Messenger.Peers;

/// <summary>
/// The connections of a carrier, and the rule which of them is written on. Any thread, but <see cref="ChooseWriter"/>
/// is the pump's.
/// <code>
/// the other end is    written on
/// ------------------  ---------------------------------------------------------------------------------------
/// ours                the newest one dialled by the user whose name comes first in byte order; if there is none,
///                     the newest one. Both sides come to the same, and the other ones are closed by who dialled them
/// an original         the only one. It reads one at a time, and nobody can know which: where there are two,
///                     nothing more is written on either, so that it reads both to the end, and a new one is dialled
/// not known yet       the present one; if there is none, the newest
/// </code>
/// </summary>
/// <param name="dialsFirst">Whether this side's user is the one whose name comes first.</param>
internal sealed class CarrierLinks(bool dialsFirst)
{
    /// <summary>
    /// Most connections of one pair of users that may be written on; the oldest spare one is closed for a new one. Two
    /// peers that dial each other at once have two.
    /// </summary>
    private const int MaxLinks = 8;

    /// <summary>Most connections of one pair of users in all, those included that are only read to the end.</summary>
    private const int MaxReadLinks = 32;

    private readonly Lock _gate = new();
    private readonly List<PeerLink> _links = new(1);
    private PeerLink? _writer;
    private CancellationTokenSource? _dialling;
    private TaskCompletionSource? _emptied;
    private bool _hasLost;
    private bool _isClosing;
    private bool _hasParted;

    /// <summary>What is known of the program at the other end.</summary>
    public PeerKind Kind { get; private set; }

    /// <summary>Whether a connection has ended that frames were written on, and no other has taken them over.</summary>
    public bool HasLost => Volatile.Read(ref _hasLost);

    /// <summary>
    /// Whether nothing more is written on any connection, since nobody knows which an original reads; until there is a
    /// new one.
    /// </summary>
    public bool HasParted => Volatile.Read(ref _hasParted);

    /// <summary>Whether there is no connection.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
                return _links.Count == 0;
        }
    }

    /// <summary>Adds a connection. If this side is dialling, it need not any more.</summary>
    public void Add(PeerLink link)
    {
        lock (_gate)
        {
            _links.Add(link);
            if (!link.IsDialled)
                _dialling?.Cancel();
            if (_isClosing)
                link.Abort(LinkEnd.Stopped);
            if (_links.Count(one => one.IsUsable) > MaxLinks)
                _links.Find(one => one.IsUsable && one != _writer)?.Abort(LinkEnd.TooMany);
            if (_links.Count > MaxReadLinks)
                _links.Find(one => one != _writer)?.Abort(LinkEnd.TooMany);
            _hasParted = false;
        }
    }

    /// <summary>Removes a connection that has ended.</summary>
    public void Remove(PeerLink link)
    {
        lock (_gate)
        {
            _links.Remove(link);
            if (link.HasCarried && !link.IsReadToTheEnd)
                _hasLost = true;
            if (_links.Count == 0)
                _emptied?.TrySetResult();
        }
    }

    /// <summary>Frames could not be written whole.</summary>
    public void Lose()
    {
        lock (_gate)
            _hasLost = true;
    }

    /// <summary>A frame came.</summary>
    /// <returns>Whether that may change what is written on.</returns>
    public bool Hear(PeerKind kind)
    {
        lock (_gate)
        {
            bool isNews = Kind != kind;
            Kind = kind;
            return isNews;
        }
    }

    /// <summary>From now on a connection that the other side dialled cancels this. <c>null</c>: nothing.</summary>
    public void InterruptOnArrival(CancellationTokenSource? dialling)
    {
        lock (_gate)
        {
            _dialling = dialling;
            if (_links.Exists(link => link.IsUsable))
                dialling?.Cancel();
        }
    }

    /// <summary>
    /// Chooses what to write on. Frames that an ended connection may have lost are made to be written again.
    /// </summary>
    /// <returns><c>null</c> if there is none.</returns>
    public PeerLink? ChooseWriter(Outbox outbox)
    {
        lock (_gate)
        {
            List<PeerLink> usable = _links.FindAll(link => link.IsUsable);
            if (Kind == PeerKind.Original)
                MeetOriginal(usable, outbox);
            if (Preferred(usable) is not { } next)
                return null;
            if (_hasLost)
                outbox.WriteAgain();
            if (Kind == PeerKind.Ours)
                usable.FindAll(link => link != next && link.IsDialled).ForEach(spare => spare.FinishSending());
            (_hasLost, _writer) = (false, next);
            return next;
        }
    }

    /// <summary>Says on all connections that nothing more will be written. Later ones are ended at once.</summary>
    public void FinishSending()
    {
        lock (_gate)
        {
            _isClosing = true;
            _links.ForEach(link => link.FinishSending());
        }
    }

    /// <summary>Ends all connections.</summary>
    public void Abort(LinkEnd why)
    {
        lock (_gate)
            _links.ForEach(link => link.Abort(why));
    }

    /// <summary>Ends when there is no connection. Called once.</summary>
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
            Kind == PeerKind.Ours
                ? usable.FindLast(link => link.IsDialled == dialsFirst)
                : usable.Find(link => link == _writer);
        return present ?? usable.LastOrDefault();
    }

    /// <summary>
    /// What was written before it was known as an original has been read, or will be: it cannot be told apart.
    /// </summary>
    private void MeetOriginal(List<PeerLink> usable, Outbox outbox)
    {
        if (!_hasLost)
            outbox.Flushed(resumable: false);
        if (usable.Count < 2)
            return;
        usable.ForEach(link => link.FinishSending());
        usable.Clear();
        _hasParted = true;
    }
}
