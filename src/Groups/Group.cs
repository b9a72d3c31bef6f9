using System.Diagnostics;
using MGen.Wire;

namespace MGen.Groups;

/// <summary>
/// One group: its members, and the frames queued for each. No Orleans, sockets or clock. Not thread-safe: the caller
/// makes one call at a time.
/// <list type="number">
/// <item>A message goes to every member but its sender; a receipt goes to the member it names.</item>
/// <item>
/// No accepted frame is duplicated, and each one that is lost is reported as dropped. A sender's frames reach each
/// member in the order in which they were sent.
/// </item>
/// <item>
/// A member without a connection stays registered. Frames for the member are queued, up to a limit, in order.
/// </item>
/// <item>
/// Frames for a member go to one of its connections, the served one. A connection that resumes makes the others close,
/// and is served when the served one has left. If a client cannot resume, all its connections are read, and one of
/// them is served; see <see cref="OriginalClient"/>.
/// </item>
/// </list>
/// </summary>
/// <param name="group">The group's name.</param>
/// <param name="limits">Limits of members and queued frames.</param>
/// <param name="events">Receives the frames that are dropped.</param>
/// <param name="allQueued">Counts the bytes queued in all groups of the partition.</param>
public sealed class Group(Identifier group, GroupLimits limits, IGroupEvents events, QueuedBytes? allQueued = null)
{
    /// <summary>
    /// More frames than a client can have received. A client may claim any number; above this one, sums could overflow.
    /// </summary>
    private const ulong MaxClaim = 1UL << 48;

    private readonly Dictionary<Identifier, Member> _members = new(IdentifierComparer.Instance);
    private readonly List<Member> _everyone = [];
    private readonly Dictionary<ConnectionKey, MemberConnection> _connections = [];

    /// <summary>The group's name.</summary>
    public Identifier Name => group;

    /// <summary>How many users are registered.</summary>
    public int MemberCount => _everyone.Count;

    /// <summary>
    /// Frames kept for the group's members: queued, or handed to a connection that may not have delivered them. A frame
    /// counts once for each member for whom it is kept.
    /// </summary>
    public long KeptFrames => _everyone.Sum(member => (long)member.Queue.Waiting + member.Queue.Unconfirmed);

    /// <summary>Counts the bytes queued for the group's members.</summary>
    public QueuedBytes Queued { get; } = new(allQueued);

    /// <summary>Whether <see cref="Close(EndReason)"/> was called. The caller then ignores further entries.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The members, in the order in which they registered.</summary>
    internal IReadOnlyList<Member> Everyone => _everyone;

    /// <summary>Applies an entry.</summary>
    /// <param name="connection">The connection that sent the entry.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="port">The group's end of the connection; only used for <see cref="EntryKind.Join"/>.</param>
    public void Apply(ConnectionKey connection, in GroupEntry entry, IMemberPort? port)
    {
        switch (entry.Kind)
        {
            case EntryKind.Frame:
                Relay(connection, entry.Frame);
                break;
            case EntryKind.Join:
                Join(connection, entry.Join!, port!);
                break;
            case EntryKind.Ready:
                Continue(connection);
                break;
            case EntryKind.Leave:
                Leave(connection, entry.Delivered);
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Returns the registered members and the state of their queues, in the order of registration.</summary>
    public IReadOnlyList<MemberDescription> Describe() => [.. _everyone.Select(member => member.Describe())];

    /// <summary>
    /// Shortens the longest queues until at most <paramref name="bytes"/> are queued. Only waiting frames are dropped.
    /// Frames that were handed to a connection stay, so more bytes may remain.
    /// </summary>
    public void Trim(long bytes, DropReason reason)
    {
        if (Queued.Total <= bytes)
            return;
        long level = QueuedBytes.FindLevel(_everyone.Select(member => member.Queue.Bytes), bytes);
        foreach (Member member in _everyone)
        {
            long dropped = member.Queue.DropWaitingTo(level);
            Report(member, reason, dropped);
        }
    }

    /// <summary>Ends the connections of all members. The group must not be used afterwards.</summary>
    public void Close(EndReason reason)
    {
        IsClosed = true;
        foreach (Member member in _everyone)
        {
            member.Served?.Port.Refused(reason);
            member.Successor?.Connection.Port.Refused(reason);
            foreach (MemberConnection other in member.Others)
                other.Port.Refused(reason);
        }
    }

    /// <summary>
    /// Adds a member of a snapshot, with its connections. Members are added in the order of registration.
    /// </summary>
    internal void Restore(Member member)
    {
        Add(member);
        if (member.Served is { } served)
            _connections.Add(served.Key, served);
        if (member.Successor is { } successor)
            _connections.Add(successor.Connection.Key, successor.Connection);
        foreach (MemberConnection other in member.Others)
            _connections.Add(other.Key, other);
    }

    private void Add(Member member)
    {
        _members.Add(member.Name, member);
        _everyone.Add(member);
    }

    private void Join(ConnectionKey key, JoinRequest request, IMemberPort port)
    {
        bool isNew = !_members.TryGetValue(request.User, out Member? member);
        if (isNew && !request.MayRegister)
        {
            port.Refused(EndReason.LateRegistration);
            return;
        }
        if (isNew && _everyone.Count >= limits.MaxMembers)
        {
            port.Refused(EndReason.GroupFull);
            return;
        }
        if (isNew)
            Add(member = new Member(request.User, Queued));
        MemberConnection connection = new(member!, key, port, order: member!.Joins++);
        _connections[key] = connection;
        bool isPlain = request.Session == Guid.Empty;
        // Before Attach: NoteJoin compares the new connection with the served one.
        if (isPlain)
            OriginalClient.NoteJoin(member, connection);
        if (member.Served is null)
            Attach(connection, request, isNew);
        else if (
            isPlain
            && member.Session == Guid.Empty
            && member.Successor is null
            && member.Served.Key.Gateway == key.Gateway
        )
            Accompany(connection);
        else
            Replace(member, new WaitingJoin(connection, request));
    }

    private void Attach(MemberConnection connection, JoinRequest request, bool isNew)
    {
        Member member = connection.Member;
        member.ReaderWaits = false;
        bool isResumed = request.Session != Guid.Empty && request.Session == member.Session;
        long claimed = (long)Math.Min(request.Received, MaxClaim);
        // A client that resumes reports the exact count. For any other client, only the report of its last gateway is
        // known.
        Report(
            member,
            DropReason.Forgotten,
            member.Queue.Rewind(isResumed ? Math.Max(0, member.SessionStart + claimed) : member.Delivered)
        );
        if (!isResumed)
        {
            member.Session = request.Session;
            // After Rewind, which has changed Handed.
            member.SessionStart = member.Queue.Handed - claimed;
            member.Received = 0;
        }
        // Before Serve: the client reads the outcome of the join first, then frames.
        connection.Port.Joined(new JoinOutcome(isNew, isResumed ? member.Received : Resumption.UnknownSession));
        Serve(connection);
    }

    /// <summary>
    /// Adds one more connection of a client that cannot resume. The new connection is read, and the served one stays
    /// open. Both must be at the same gateway, which posts the frames of its connections in the order in which it reads
    /// them. Frames of an older connection at another gateway could arrive after those of the new one, so such an older
    /// connection is replaced.
    /// </summary>
    private void Accompany(MemberConnection connection)
    {
        connection.Member.AddOther(connection);
        connection.Port.Joined(new JoinOutcome(IsNewMember: false, Resumption.UnknownSession));
        if (connection.Member.ReaderWaits)
            MoveTo(connection);
    }

    /// <summary>
    /// Makes the member's other connections close; the new one is served when the served one has left.
    /// </summary>
    private static void Replace(Member member, WaitingJoin join)
    {
        if (member.Successor is { } refused)
        {
            refused.Connection.IsClosing = true;
            member.AddOther(refused.Connection);
            refused.Connection.Port.Refused(EndReason.Replaced);
        }
        member.Successor = join;
        foreach (MemberConnection other in member.Others)
            Close(other);
        Close(member.Served!);
    }

    private void Serve(MemberConnection connection)
    {
        Member member = connection.Member;
        member.Served = connection;
        member.IsFull = false;
        connection.ServedFrom = member.Queue.Handed;
        connection.WasServed = false;
        HandOver(member);
    }

    /// <summary>
    /// Serves another connection, to which the client has moved although the served one is still open. Frames handed to
    /// the formerly served connection count as arrived until it leaves and reports how many have arrived.
    /// </summary>
    private void MoveTo(MemberConnection connection)
    {
        Member member = connection.Member;
        MemberConnection before = member.Served!;
        before.HandedBefore += member.Queue.Handed - before.ServedFrom;
        // If ReaderWaits is set, the former connection was served only until the new one joined, and the client has
        // never read the former one.
        before.WasServed = !member.ReaderWaits;
        member.Queue.Confirm(member.Queue.Unconfirmed);
        member.ReaderWaits = false;
        member.RemoveOther(connection);
        member.AddOther(before);
        Serve(connection);
    }

    private static void Close(MemberConnection connection)
    {
        if (connection.IsClosing)
            return;
        connection.IsClosing = true;
        connection.Port.Replaced();
    }

    private void Relay(ConnectionKey key, Frame frame)
    {
        if (!_connections.TryGetValue(key, out MemberConnection? connection))
            return;
        Member sender = connection.Member;
        if (connection == sender.Served)
            sender.Received++;
        if (sender.Session == Guid.Empty && OriginalClient.NoteFrame(sender, connection) is { } served)
            MoveTo(served);
        if (frame.IsReceipt)
            RelayReceipt(sender, frame);
        else
            RelayMessage(sender, frame);
    }

    private void RelayMessage(Member sender, Frame frame)
    {
        foreach (Member member in _everyone)
        {
            if (member != sender)
                Deliver(member, frame);
        }
    }

    private void RelayReceipt(Member sender, Frame frame)
    {
        // A receipt proves that its message and all earlier frames arrived, even if the receipt cannot be delivered.
        sender.Queue.ConfirmThrough(frame.Target, frame.Id);
        if (_members.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(frame.Target, out Member? recipient))
            Deliver(recipient, frame);
        else
            events.UnknownRecipient(group, sender.Name, frame);
    }

    private void Deliver(Member member, Frame frame)
    {
        if (member.Queue.Waiting >= limits.MaxWaitingFrames || member.Queue.Bytes >= limits.MaxMemberBytes)
            Drop(member, DropReason.QueueFull);
        // The group is measured after the append, because the new frame itself may exceed the limit and be dropped.
        member.Queue.Append(frame);
        if (Queued.Total > limits.MaxGroupBytes)
            Trim(GroupLimits.CutBack(limits.MaxGroupBytes), DropReason.GroupQueueFull);
        // A connection that refused a frame is offered the next one only after Ready, so that the order stays.
        if (member.Served is not null && !member.IsFull)
            HandOver(member);
    }

    private void Continue(ConnectionKey key)
    {
        if (!_connections.TryGetValue(key, out MemberConnection? connection) || connection.Member.Served != connection)
            return;
        connection.Member.IsFull = false;
        HandOver(connection.Member);
    }

    /// <summary>Hands waiting frames to the served connection until it is full.</summary>
    private void HandOver(Member member)
    {
        while (member.Queue.Waiting > 0)
        {
            // Marked as handed only after the port has taken it, so that a refused frame remains the first that waits.
            if (!member.Served!.Port.TryDeliver(member.Queue.Next))
            {
                member.IsFull = true;
                return;
            }
            member.Queue.MarkHanded();
            if (member.Queue.Unconfirmed > limits.MaxUnconfirmedFrames)
                member.Queue.Confirm(1);
        }
    }

    private void Leave(ConnectionKey key, long delivered)
    {
        // A join that was refused has no connection here, but its gateway posts a leave as for any other.
        if (!_connections.Remove(key, out MemberConnection? connection))
            return;
        Member member = connection.Member;
        bool isServed = connection == member.Served;
        if (member.Session == Guid.Empty)
            OriginalClient.NoteLeave(member, connection, isServed);
        long arrived = delivered - connection.HandedBefore;
        // MoveTo has counted the frames handed to this connection as arrived. Those that did not arrive are lost.
        Report(member, DropReason.Forgotten, -arrived);
        if (!isServed)
        {
            member.RemoveOther(connection);
            if (member.Successor?.Connection == connection)
                member.Successor = null;
            return;
        }
        member.Served = null;
        member.IsFull = false;
        // Used if the next connection cannot resume. A connection that resumes reports the exact number (Attach).
        member.Delivered = connection.ServedFrom + Math.Max(0, arrived);
        ServeNext(connection);
    }

    private void ServeNext(MemberConnection left)
    {
        Member member = left.Member;
        if (member.Successor is { } successor)
        {
            member.Successor = null;
            Attach(successor.Connection, successor.Request, isNew: false);
        }
        else if (OriginalClient.ChooseNext(member, left) is { } next)
        {
            Report(member, DropReason.Forgotten, member.Queue.Rewind(member.Delivered));
            member.RemoveOther(next);
            Serve(next);
        }
    }

    private void Drop(Member member, DropReason reason)
    {
        if (member.Queue.Waiting == 0)
            return;
        member.Queue.DropWaiting();
        Report(member, reason, 1);
    }

    private void Report(Member member, DropReason reason, long count)
    {
        if (count > 0)
            events.Dropped(group, member.Name, reason, count);
    }
}
