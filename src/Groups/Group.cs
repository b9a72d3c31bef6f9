using System.Diagnostics;
using MGen.Wire;

namespace MGen.Groups;

/// <summary>
/// What a group does with its members and their frames, without Orleans, sockets or clock: the group's contract. Not thread-safe; its owner
/// (a grain) lets one turn in at a time.
/// <list type="number">
/// <item>A message goes to every member but its sender; a receipt goes to the member it names.</item>
/// <item>Nothing accepted is lost or doubled; a sender's frames reach each member in the order sent.</item>
/// <item>A member that is away keeps its place: frames wait, up to a limit, and come before anything newer.</item>
/// <item>A member has one connection at a time. A second one makes the first close, and starts when that has left.</item>
/// </list>
/// </summary>
/// <param name="group">Its name.</param>
/// <param name="limits">How much it keeps.</param>
/// <param name="events">Told of frames that are given up.</param>
/// <param name="allQueued">Counts the bytes queued in all groups of its partition.</param>
public sealed class Group(Identifier group, GroupLimits limits, IGroupEvents events, QueuedBytes? allQueued = null)
{
    /// <summary>More frames than a client can have had; a claim beyond it is a lie that must not overflow.</summary>
    private const ulong MaxClaim = 1UL << 48;

    private readonly Dictionary<Identifier, Member> _members = new(IdentifierComparer.Instance);
    private readonly List<Member> _everyone = [];
    private readonly Dictionary<ConnectionKey, Member> _connections = [];

    /// <summary>How many users are registered.</summary>
    public int MemberCount => _everyone.Count;

    /// <summary>Bytes queued for its members.</summary>
    public QueuedBytes Queued { get; } = new(allQueued);

    /// <summary>Whether <see cref="Close"/> was called: entries are then ignored by whoever owns the group.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The members, in the order in which they registered.</summary>
    internal IReadOnlyList<Member> Everyone => _everyone;

    /// <summary>The connections that have come and not left, of whatever member.</summary>
    internal IReadOnlyDictionary<ConnectionKey, Member> Connections => _connections;

    /// <summary>Does what an entry asks for.</summary>
    /// <param name="connection">Whose entry it is.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="port">The connection itself; only used for <see cref="EntryKind.Join"/>.</param>
    public void Apply(ConnectionKey connection, in GroupEntry entry, IMemberPort? port)
    {
        switch (entry.Kind)
        {
            case EntryKind.Frame:
                Relay(connection, entry.Frame);
                break;
            case EntryKind.Join:
                Join(new WaitingJoin(connection, entry.Join!, port!));
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

    /// <summary>The registered members and what is queued for each, in the order in which they registered.</summary>
    public IReadOnlyList<MemberDescription> Describe() =>
        [.. _everyone.Select(member => new MemberDescription(member.Name, member.Port is null, member.Queue.Waiting, member.Queue.Unconfirmed))];

    /// <summary>Cuts the longest queues back until no more than so many bytes are queued, as far as waiting frames allow: those handed to a connection stay.</summary>
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

    /// <summary>Ends the connections of all members. The group is not used afterwards.</summary>
    public void Close(EndReason reason)
    {
        IsClosed = true;
        foreach (Member member in _everyone)
        {
            member.Port?.Refused(reason);
            member.Successor?.Port.Refused(reason);
        }
    }

    /// <summary>Takes over a member, in the order of registration, that a snapshot tells of.</summary>
    internal void Restore(Member member)
    {
        _members.Add(member.Name, member);
        _everyone.Add(member);
    }

    /// <summary>Takes over a connection that a snapshot tells of.</summary>
    internal void Restore(ConnectionKey connection, Member member) => _connections.Add(connection, member);

    private void Join(WaitingJoin join)
    {
        if (!_members.TryGetValue(join.Request.User, out Member? member))
        {
            if (join.Request.MayRegister && _everyone.Count >= limits.MaxMembers)
                join.Port.Refused(EndReason.GroupFull);
            else if (join.Request.MayRegister)
                Attach(Register(join.Request.User), join, isNew: true);
            else
                join.Port.Refused(EndReason.LateRegistration);
            return;
        }
        _connections[join.Connection] = member;
        if (member.Port is null)
        {
            Attach(member, join, isNew: false);
            return;
        }
        member.Successor?.Port.Refused(EndReason.Replaced);
        member.Successor = join;
        member.Port.Replaced();
    }

    private Member Register(Identifier user)
    {
        Member member = new(user, Queued);
        Restore(member);
        return member;
    }

    private void Attach(Member member, WaitingJoin join, bool isNew)
    {
        _connections[join.Connection] = member;
        bool goesOn = join.Request.Session != Guid.Empty && join.Request.Session == member.Session;
        long claimed = (long)Math.Min(join.Request.Received, MaxClaim);
        Report(member, DropReason.Forgotten, member.Queue.Rewind(goesOn ? Math.Max(0, member.SessionStart + claimed) : member.Delivered));
        if (!goesOn)
            (member.Session, member.SessionStart, member.Received) = (join.Request.Session, member.Queue.Handed - claimed, 0);
        (member.Port, member.Connection, member.ConnectionStart) = (join.Port, join.Connection, member.Queue.Handed);
        join.Port.Joined(new JoinOutcome(isNew, goesOn ? member.Received : Resumption.UnknownSession));
        HandOver(member);
    }

    private void Relay(ConnectionKey connection, Frame frame)
    {
        if (!_connections.TryGetValue(connection, out Member? sender))
            return;
        sender.Received++;
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
        member.Queue.Append(frame);
        if (Queued.Total > limits.MaxGroupBytes)
            Trim(limits.MaxGroupBytes / 10 * 9, DropReason.GroupQueueFull);
        if (member.Port is not null && !member.IsFull)
            HandOver(member);
    }

    private void Continue(ConnectionKey connection)
    {
        if (!_connections.TryGetValue(connection, out Member? member) || member.Connection != connection)
            return;
        member.IsFull = false;
        HandOver(member);
    }

    private void HandOver(Member member)
    {
        while (member.Queue.Waiting > 0)
        {
            if (!member.Port!.TryDeliver(member.Queue.Next))
            {
                member.IsFull = true;
                return;
            }
            member.Queue.MarkHanded();
            if (member.Queue.Unconfirmed > limits.MaxUnconfirmedFrames)
                member.Queue.Confirm(1);
        }
    }

    private void Leave(ConnectionKey connection, long delivered)
    {
        if (!_connections.Remove(connection, out Member? member))
            return;
        if (member.Successor?.Connection == connection)
            member.Successor = null;
        if (member.Connection != connection || member.Port is null)
            return;
        (member.Port, member.IsFull) = (null, false);
        member.Delivered = member.ConnectionStart + delivered;
        if (member.Successor is not { } successor)
            return;
        member.Successor = null;
        Attach(member, successor, isNew: false);
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

/// <summary>A member of a group as an operator sees it.</summary>
/// <param name="Name">The user.</param>
/// <param name="IsAway">Whether it has no connection.</param>
/// <param name="Waiting">Frames queued for its connection, or for its next one.</param>
/// <param name="Unconfirmed">Frames handed to a connection that may have to be sent again.</param>
public sealed record MemberDescription(Identifier Name, bool IsAway, int Waiting, int Unconfirmed);
