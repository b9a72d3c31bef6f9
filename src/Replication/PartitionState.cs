using System.Runtime.InteropServices;
using MGen.Groups;
using MGen.Groups.Codecs;
using MGen.Wire;
using MGen.Wire.Blobs;

namespace MGen.Replication;

/// <summary>What a replica reports besides what its groups report.</summary>
public interface IPartitionEvents : IGroupEvents
{
    /// <summary>Applying an entry threw: a bug. The group is closed and forgotten; its connections end with <see cref="EndReason.ServerError"/>.</summary>
    void GroupFailed(Identifier group, Exception bug);
}

/// <summary>Whether a post continues its gateway's session.</summary>
public enum PostCheck
{
    /// <summary>It is the next one.</summary>
    Next,

    /// <summary>It was applied before: a retransmission.</summary>
    Repeated,

    /// <summary>Posts before it are missing: the partition has lost its state, or the gateway's session is older than the one known here.</summary>
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
    public PartitionContent Add(PartitionContent other) => new(Groups + other.Groups, Members + other.Members, Frames + other.Frames);
}

/// <summary>
/// A partition: its groups, the connections of their members, and a stream to each gateway. A function of its inputs, so replicas that apply the same
/// inputs are equal. No Orleans, socket or clock; not thread-safe.
/// </summary>
/// <param name="limits">How much groups keep. Part of the state: a state transfer brings the primary's.</param>
/// <param name="events">Told of drops; see <see cref="IsPrimary"/>.</param>
internal sealed class PartitionState(GroupLimits limits, IPartitionEvents events) : IGroupEvents
{
    private readonly List<(Identifier Name, Group? Group)> _ordered = [];
    private readonly Dictionary<Identifier, int> _groups = new(IdentifierComparer.Instance);
    private readonly Dictionary<Guid, GatewayStream> _streams = [];
    private readonly Dictionary<ConnectionKey, RemoteConnection> _connections = [];
    private readonly List<GroupEntry> _entries = [];
    private readonly QueuedBytes _queued = new();
    private PartitionInput? _decoded;

    /// <summary>Bytes queued in all groups.</summary>
    public long QueuedBytes => _queued.Total;

    public GroupLimits Limits => limits;

    /// <summary>How many inputs of this incarnation were applied.</summary>
    public long Applied { get; set; }

    /// <summary>
    /// The term in which the last input was ordered: the epoch in which the primary that ordered it began to lead. One primary orders the inputs of a term,
    /// so two states with equal <see cref="Applied"/> and equal term are equal.
    /// </summary>
    public long LastTerm { get; set; }

    /// <summary>Whether this replica reports drops: every replica applies the same inputs, one reports.</summary>
    public bool IsPrimary { get; set; }

    /// <summary>Whether a state transfer is under way: only groups that have arrived apply inputs; see <see cref="StateTransfer"/>.</summary>
    public bool IsPartial { get; set; }

    public IReadOnlyCollection<GatewayStream> Streams => _streams.Values;

    /// <summary>The groups in the order in which they were created; those that failed leave a gap, so an index stays valid.</summary>
    public IReadOnlyList<(Identifier Name, Group? Group)> Groups => _ordered;

    public IReadOnlyDictionary<ConnectionKey, RemoteConnection> Connections => _connections;

    /// <summary>Counts what is in the partition; takes time in proportion to its members.</summary>
    public PartitionContent CountContent()
    {
        int groups = 0;
        long members = 0, frames = 0;
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

    /// <summary>Says whether a post is the next one of its session, and decodes it. Changes nothing.</summary>
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

    /// <summary>Applies an input that was ordered in the given term. Posts must have passed <see cref="Check"/> at the primary.</summary>
    public void Apply(PartitionInput input, long term)
    {
        switch (input.Kind)
        {
            case InputKind.Post:
                ApplyPost(input);
                break;
            case InputKind.Taken:
                if (FindStream(input.Gateway) is { } stream && stream.Session == input.Session)
                    stream.Taken(input.Number);
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

    /// <summary>To how many bytes each group has to be cut so that no more than so many are queued in all.</summary>
    internal long FindTrimLevel(long bytes) => MGen.Groups.QueuedBytes.FindLevel(_ordered.Select(known => known.Group?.Queued.Total ?? 0), bytes);

    /// <summary>Cuts groups back. Each by itself, so that it does not matter which of them a state transfer has brought yet.</summary>
    internal void Trim(long level)
    {
        foreach ((_, Group? group) in _ordered)
            group?.Trim(level, DropReason.ServerQueueFull);
    }

    /// <summary>Makes a group known that a state transfer brings.</summary>
    internal Group AddGroup(Identifier name)
    {
        Group group = new(name, limits, this, _queued);
        _groups.Add(name, _ordered.Count);
        _ordered.Add((name, group));
        return group;
    }

    internal void Restore(ConnectionKey key, RemoteConnection connection) => _connections[key] = connection;

    /// <summary>The stream of a gateway; a new one discards items while a transfer is under way.</summary>
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
            throw new InvalidDataException("a post that its primary could decode");
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
    /// The group that a connection wants to join. While a transfer is under way, a group that has not arrived is not created: its snapshot will contain the effect
    /// of this entry. So the limit is only ever judged by a whole state.
    /// </summary>
    private Group? FindOrAddGroup(Identifier name, RemotePort port)
    {
        if (FindGroup(name) is { } group)
            return group;
        if (IsPartial)
            return null;
        if (_groups.Count < (limits.MaxGroups + PartitionMap.Count - 1) / PartitionMap.Count)
            return AddGroup(name);
        port.Refused(EndReason.TooManyGroups);
        return null;
    }

    /// <summary>
    /// Gives an entry to its group; a group that throws is closed and forgotten. Deterministic: every replica throws at the same input, so all of them close the
    /// same group and stay equal. A connection of this process needs no stream: its group writes to the port itself.
    /// </summary>
    internal void ApplyTo(Group group, ConnectionKey connection, in GroupEntry entry, IMemberPort? port)
    {
        try
        {
            group.Apply(connection, entry, port);
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
        foreach (ConnectionKey key in _connections.Where(pair => pair.Value.Group == group).Select(pair => pair.Key).ToArray())
            _connections.Remove(key);
        group.Close(EndReason.ServerError);
        if (IsPrimary)
            events.GroupFailed(name, bug);
    }

    /// <summary>
    /// Every connection of a gateway leaves, in the order of their numbers. Of a client that resumes, the next connection tells what arrived. Of one that
    /// cannot, nobody knows what the dead gateway wrote: frames that the gateway had taken count as delivered, those still in the stream do not.
    /// </summary>
    private void ForgetGateway(Guid gateway)
    {
        if (!_streams.TryGetValue(gateway, out GatewayStream? stream))
            return;
        Dictionary<long, int> untaken = [];
        foreach (Outgoing item in stream.Items)
        {
            if (item.Kind == OutgoingKind.Frame)
                CollectionsMarshal.GetValueRefOrAddDefault(untaken, item.Connection, out _)++;
        }
        foreach ((ConnectionKey key, RemoteConnection connection) in _connections.Where(pair => pair.Key.Gateway == gateway).OrderBy(pair => pair.Key.Number).ToArray())
            Apply(stream, new GroupEntry(EntryKind.Leave, key.Number, Delivered: connection.Port.Sent - untaken.GetValueOrDefault(key.Number)));
        _streams.Remove(gateway);
    }
}
