using System.Runtime.InteropServices;
using MGen.Groups;
using MGen.Groups.Codecs;
using MGen.Wire;

namespace MGen.Replication;

/// <summary>Receives what a replica reports: the events of its groups, and groups that fail.</summary>
public interface IPartitionEvents : IGroupEvents
{
    /// <summary>
    /// Applying an entry threw an exception: a bug. The group is closed and removed; its connections end with
    /// <see cref="EndReason.ServerError"/>.
    /// </summary>
    void GroupFailed(Identifier group, Exception bug);

    /// <summary>
    /// A frame was applied to its group. Called while <see cref="MessageTrace.IsOn"/>, at each replica.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="isPrimary">Whether this replica leads the partition.</param>
    void Relayed(Identifier group, Frame frame, bool isPrimary) { }
}

/// <summary>Whether a post continues its gateway's session.</summary>
public enum PostCheck
{
    /// <summary>It is the next post of the session.</summary>
    Next,

    /// <summary>The post was applied before: it is a retransmission.</summary>
    Repeated,

    /// <summary>
    /// Earlier posts are missing, because the partition has lost its state or has forgotten the session. Or the post
    /// belongs to an older session than the known one.
    /// </summary>
    Gap,

    /// <summary>Its entries cannot be decoded.</summary>
    Malformed,
}

/// <summary>How much is in a partition, or in several.</summary>
/// <param name="Groups">Groups.</param>
/// <param name="Members">Registered members of them.</param>
/// <param name="Frames">Frames kept for members, see <see cref="Group.KeptFrames"/>.</param>
public readonly record struct PartitionContent(int Groups, long Members, long Frames)
{
    /// <summary>The sum.</summary>
    public PartitionContent Add(PartitionContent other) =>
        new(Groups + other.Groups, Members + other.Members, Frames + other.Frames);
}

/// <summary>
/// The replicated state of a partition: its groups, the connections of their members, and a stream to each gateway. It
/// depends only on the inputs applied, so replicas that apply the same inputs are equal. No Orleans, socket or clock;
/// not thread-safe.
/// </summary>
/// <param name="limits">
/// How much groups keep. Part of the state: a state transfer contains the primary's limits.
/// </param>
/// <param name="events">
/// Receives the events of groups and failed groups while <see cref="IsPrimary"/> is set, and relayed frames always.
/// </param>
internal sealed class PartitionState(GroupLimits limits, IPartitionEvents events) : IGroupEvents
{
    private readonly List<(Identifier Name, Group? Group)> _ordered = [];
    private readonly Dictionary<Identifier, int> _groups = new(IdentifierComparer.Instance);
    private readonly Dictionary<Guid, GatewayStream> _streams = [];
    private readonly Dictionary<ConnectionKey, RemoteConnection> _connections = [];
    private readonly List<GroupEntry> _entries = [];
    private readonly QueuedBytes _queued = new();

    // The post whose entries are in _entries: at the primary Check decodes a post, and Apply need not decode it again.
    private PartitionInput? _decoded;

    /// <summary>Bytes queued in all groups.</summary>
    public long QueuedBytes => _queued.Total;

    public GroupLimits Limits => limits;

    /// <summary>How many inputs of this incarnation have been applied.</summary>
    public long Applied { get; set; }

    /// <summary>
    /// The term in which the last input was ordered: the epoch in which the primary that ordered it began to lead. One
    /// primary orders the inputs of a term, so two states with equal <see cref="Applied"/> and equal term are equal.
    /// </summary>
    public long LastTerm { get; set; }

    /// <summary>Whether this replica reports events: every replica applies the same inputs, and one reports.</summary>
    public bool IsPrimary { get; set; }

    /// <summary>
    /// Whether a state transfer to this replica is in progress. Then an input is applied only to groups that have
    /// arrived; see <see cref="StateTransfer"/>.
    /// </summary>
    public bool IsPartial { get; set; }

    public IReadOnlyCollection<GatewayStream> Streams => _streams.Values;

    /// <summary>
    /// The groups in the order of their creation. A group that failed leaves a <c>null</c>, so that the index of the
    /// others does not change during a state transfer.
    /// </summary>
    public IReadOnlyList<(Identifier Name, Group? Group)> Groups => _ordered;

    public IReadOnlyDictionary<ConnectionKey, RemoteConnection> Connections => _connections;

    /// <summary>Counts what is in the partition; takes time in proportion to its members.</summary>
    public PartitionContent CountContent()
    {
        int groups = 0;
        long members = 0,
            frames = 0;
        foreach (Group group in _groups.Values.Select(index => _ordered[index].Group!))
        {
            groups++;
            members += group.MemberCount;
            frames += group.KeptFrames;
        }
        return new PartitionContent(groups, members, frames);
    }

    public Group? FindGroup(Identifier name) => _groups.TryGetValue(name, out int index) ? _ordered[index].Group : null;

    public GatewayStream? FindStream(Guid gateway) => _streams.GetValueOrDefault(gateway);

    /// <summary>
    /// Returns whether a post is the next one of its session, and decodes it. The state does not change.
    /// </summary>
    public PostCheck Check(PartitionInput post)
    {
        if (!TryDecode(post))
            return PostCheck.Malformed;
        GatewayStream? stream = FindStream(post.Gateway);
        if (stream is null || post.Session > stream.Session)
            return post.Number == 1 ? PostCheck.Next : PostCheck.Gap;
        if (post.Session < stream.Session || post.Number > stream.LastPost + 1)
            return PostCheck.Gap;
        return post.Number <= stream.LastPost ? PostCheck.Repeated : PostCheck.Next;
    }

    /// <summary>
    /// Applies an input that was ordered in the given term. The primary orders only posts for which <see cref="Check"/>
    /// returned <see cref="PostCheck.Next"/>.
    /// </summary>
    public void Apply(PartitionInput input, long term)
    {
        switch (input.Kind)
        {
            case InputKind.Post:
                ApplyPost(input);
                break;
            case InputKind.Acknowledged:
                if (FindStream(input.Gateway) is { } stream && stream.Session == input.Session)
                    stream.Acknowledge(input.Number);
                break;
            case InputKind.GatewayGone:
                ForgetGateway(input.Gateway);
                break;
            case InputKind.Trim:
                Trim(input.Number);
                break;
        }
        Applied++;
        LastTerm = term;
    }

    /// <summary>
    /// Finds the largest number of bytes per group for which all groups, each cut back to this number, have at most
    /// <paramref name="bytes"/> together.
    /// </summary>
    internal long FindTrimLevel(long bytes) =>
        MGen.Groups.QueuedBytes.FindLevel(_ordered.Select(known => known.Group?.Queued.Total ?? 0), bytes);

    /// <summary>
    /// Cuts each group back to <paramref name="level"/> bytes. One group's cut does not depend on the others, so the
    /// result is the same during a state transfer, when some groups have not arrived.
    /// </summary>
    internal void Trim(long level)
    {
        foreach ((_, Group? group) in _ordered)
            group?.Trim(level, DropReason.ServerQueueFull);
    }

    /// <summary>Adds an empty group.</summary>
    internal Group AddGroup(Identifier name)
    {
        Group group = new(name, limits, this, _queued);
        _groups.Add(name, _ordered.Count);
        _ordered.Add((name, group));
        return group;
    }

    /// <summary>Adds a connection that a state transfer contains.</summary>
    internal void Restore(ConnectionKey key, RemoteConnection connection) => _connections[key] = connection;

    /// <summary>
    /// Returns the stream of a gateway, or creates it. A stream created during a state transfer discards its items.
    /// </summary>
    internal GatewayStream GetStream(Guid gateway, NodeId address, long session)
    {
        if (!_streams.TryGetValue(gateway, out GatewayStream? stream))
            _streams.Add(gateway, stream = new GatewayStream(gateway, address, session) { IsDiscarding = IsPartial });
        return stream;
    }

    internal void RemoveStream(Guid gateway) => _streams.Remove(gateway);

    void IGroupEvents.Dropped(Identifier group, Identifier member, DropReason reason, long count)
    {
        if (IsPrimary)
            events.Dropped(group, member, reason, count);
    }

    void IGroupEvents.UnknownRecipient(Identifier group, Identifier sender, Frame receipt)
    {
        if (IsPrimary)
            events.UnknownRecipient(group, sender, receipt);
    }

    private void ApplyPost(PartitionInput post)
    {
        if (FindStream(post.Gateway) is { } known && known.Session != post.Session)
            ForgetGateway(post.Gateway);
        GatewayStream stream = GetStream(post.Gateway, post.Address, post.Session);
        stream.LastPost = post.Number;
        if (!TryDecode(post))
            throw new InvalidDataException("a post cannot be decoded here although its primary could decode it");
        foreach (ref readonly GroupEntry entry in CollectionsMarshal.AsSpan(_entries))
            Apply(stream, entry);
    }

    private bool TryDecode(PartitionInput post)
    {
        if (ReferenceEquals(post, _decoded))
            return true;
        _decoded = null;
        try
        {
            _entries.Clear();
            BlobReader reader = new(post.Entries);
            while (!reader.IsAtEnd)
                _entries.Add(EntryCodec.Read(ref reader));
            _decoded = post;
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private void Apply(GatewayStream stream, in GroupEntry entry)
    {
        ConnectionKey key = new(stream.Gateway, entry.Connection);
        if (entry.Kind == EntryKind.Join)
        {
            RemotePort port = new(stream, entry.Connection, entry.Join!.Window);
            if (FindOrAddGroup(entry.Join.Group!, port) is { } group)
                _connections[key] = new RemoteConnection(group, port);
        }
        if (!_connections.TryGetValue(key, out RemoteConnection? connection))
            return;
        if (entry.Kind == EntryKind.Ready)
            connection.Port.Flushed = entry.Delivered;
        ApplyTo(connection.Group, key, entry, connection.Port);
        if (entry.Kind == EntryKind.Leave)
            _connections.Remove(key);
    }

    /// <summary>
    /// Returns the group that a connection wants to join, or creates it. During a state transfer a group that has not
    /// arrived is not created: its snapshot will contain the effect of this entry. Hence the limit on groups is checked
    /// only by complete states, which agree.
    /// </summary>
    private Group? FindOrAddGroup(Identifier name, RemotePort port)
    {
        if (FindGroup(name) is { } group)
            return group;
        if (IsPartial)
            return null;
        if (_groups.Count < limits.MaxGroups)
            return AddGroup(name);
        port.Refused(EndReason.TooManyGroups);
        return null;
    }

    /// <summary>
    /// Applies an entry to its group. If the group throws, it is closed and removed. This is deterministic: every
    /// replica throws at the same input, closes the same group, and remains equal to the others.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="connection">The connection that sent the entry.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="port">
    /// For a join: the group's end of the connection. In one process it is the connection itself.
    /// </param>
    internal void ApplyTo(Group group, ConnectionKey connection, in GroupEntry entry, IMemberPort? port)
    {
        try
        {
            group.Apply(connection, entry, port);
            if (MessageTrace.IsOn && entry.Kind == EntryKind.Frame)
                events.Relayed(group.Name, entry.Frame, IsPrimary);
        }
        catch (Exception bug)
        {
            Fail(group, bug);
        }
    }

    private void Fail(Group group, Exception bug)
    {
        int index = _ordered.FindIndex(known => known.Group == group);
        Identifier name = _ordered[index].Name;
        _ordered[index] = (name, null);
        _groups.Remove(name);
        foreach (
            ConnectionKey key in _connections
                .Where(pair => pair.Value.Group == group)
                .Select(pair => pair.Key)
                .ToArray()
        )
            _connections.Remove(key);
        // Its frames are gone. If they were still counted, the next trim would drop too many frames of the other
        // groups.
        group.Queued.Add(-group.Queued.Total);
        group.Close(EndReason.ServerError);
        if (IsPrimary)
            events.GroupFailed(name, bug);
    }

    /// <summary>
    /// Applies a leave for every connection of a gateway, in the order of their numbers, and removes its stream. A
    /// client that resumes reports on its next connection what it has received. For a client that cannot resume, it is
    /// unknown which frames the gateway wrote: frames that the gateway had acknowledged count as delivered, frames
    /// still in the stream do not.
    /// </summary>
    private void ForgetGateway(Guid gateway)
    {
        if (!_streams.TryGetValue(gateway, out GatewayStream? stream))
            return;
        Dictionary<long, int> unacknowledged = [];
        foreach (Outgoing item in stream.Items)
        {
            if (item.Kind == OutgoingKind.Frame)
                CollectionsMarshal.GetValueRefOrAddDefault(unacknowledged, item.Connection, out _)++;
        }
        (ConnectionKey Key, RemoteConnection Value)[] connections =
        [
            .. _connections
                .Where(pair => pair.Key.Gateway == gateway)
                .OrderBy(pair => pair.Key.Number)
                .Select(pair => (pair.Key, pair.Value)),
        ];
        foreach ((ConnectionKey key, RemoteConnection connection) in connections)
        {
            long delivered = connection.Port.Sent - unacknowledged.GetValueOrDefault(key.Number);
            Apply(stream, new GroupEntry(EntryKind.Leave, key.Number, Delivered: delivered));
        }
        _streams.Remove(gateway);
    }
}
