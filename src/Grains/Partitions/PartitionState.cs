using MGen.Groups.Codecs;
using MGen.Wire.Blobs;
using MGen.Grains.Blobs;
using MGen.Wire;

namespace MGen.Grains.Partitions;

/// <summary>
/// A partition: its groups, the connections that are their members', and a stream to each gateway. A function of the inputs it was given: the
/// primary and the backup apply the same ones and are the same. Without Orleans, sockets or clock; not thread-safe.
/// </summary>
/// <param name="incarnation">Which life of the partition this is.</param>
/// <param name="limits">How much groups keep; both copies must agree, so a snapshot carries them.</param>
/// <param name="events">Told of what is given up.</param>
internal sealed class PartitionState(Guid incarnation, GroupLimits limits, IGroupEvents events)
{
    private readonly Dictionary<Identifier, Group> _groups = new(IdentifierComparer.Instance);
    private readonly Dictionary<Guid, GatewayStream> _streams = [];
    private readonly Dictionary<ConnectionKey, RemoteConnection> _connections = [];
    private readonly List<GroupEntry> _entries = [];

    public Guid Incarnation => incarnation;

    public GroupLimits Limits => limits;

    /// <summary>How many inputs were applied in this incarnation.</summary>
    public long Applied { get; private set; }

    public IReadOnlyCollection<GatewayStream> Streams => _streams.Values;

    internal IReadOnlyDictionary<Identifier, Group> Groups => _groups;

    internal IReadOnlyDictionary<ConnectionKey, RemoteConnection> Connections => _connections;

    /// <summary>Applies one input.</summary>
    /// <exception cref="InvalidDataException">Its entries cannot be read; nothing was applied.</exception>
    public void Apply(PartitionInput input)
    {
        switch (input.Kind)
        {
            case InputKind.Post:
                ApplyPost(input);
                break;
            case InputKind.Taken when _streams.TryGetValue(input.Gateway, out GatewayStream? stream):
                stream.Taken(input.Number);
                break;
            case InputKind.GatewayGone:
                ForgetGateway(input.Gateway);
                break;
        }
        Applied++;
    }

    public GatewayStream? FindStream(Guid gateway) => _streams.GetValueOrDefault(gateway);

    /// <summary>Takes over what a snapshot tells of.</summary>
    internal void Restore(long applied) => Applied = applied;

    internal GatewayStream Restore(GatewayStream stream)
    {
        _streams.Add(stream.Gateway, stream);
        return stream;
    }

    internal Group GetGroup(Identifier name)
    {
        if (!_groups.TryGetValue(name, out Group? group))
            _groups.Add(name, group = new Group(name, limits, events));
        return group;
    }

    internal void Restore(ConnectionKey key, RemoteConnection connection) => _connections.Add(key, connection);

    private void ApplyPost(PartitionInput post)
    {
        _streams.TryGetValue(post.Gateway, out GatewayStream? stream);
        if (post.Number <= stream?.LastPost)
            return;
        _entries.Clear();
        BlobReader reader = new(post.Entries);
        while (!reader.IsAtEnd)
            _entries.Add(EntryCodec.Read(ref reader));
        stream ??= Restore(new GatewayStream(post.Gateway, post.Address!));
        stream.LastPost = post.Number;
        foreach (ref readonly GroupEntry entry in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_entries))
            Apply(stream, entry);
    }

    private void Apply(GatewayStream stream, in GroupEntry entry)
    {
        ConnectionKey key = new(stream.Gateway, entry.Connection);
        if (entry.Kind == EntryKind.Join)
            _connections[key] = new RemoteConnection(GetGroup(entry.Join!.Group!), new RemotePort(stream, entry.Connection, entry.Join.Window));
        if (!_connections.TryGetValue(key, out RemoteConnection? connection))
            return;
        if (entry.Kind == EntryKind.Ready)
            connection.Port.Flushed = entry.Delivered;
        connection.Group.Apply(key, entry, connection.Port);
        if (entry.Kind == EntryKind.Leave)
            _connections.Remove(key);
    }

    /// <summary>
    /// Its connections leave, in a fixed order. What was handed to them counts as arrived: a client that can tell will tell, and of one that
    /// cannot nobody knows what it got before its gateway died. Rather lost with the gateway than twice.
    /// </summary>
    private void ForgetGateway(Guid gateway)
    {
        if (!_streams.TryGetValue(gateway, out GatewayStream? stream))
            return;
        foreach ((ConnectionKey key, RemoteConnection connection) in _connections.Where(pair => pair.Key.Gateway == gateway).OrderBy(pair => pair.Key.Number).ToArray())
            Apply(stream, new GroupEntry(EntryKind.Leave, key.Number, Delivered: connection.Port.Sent));
        _streams.Remove(gateway);
    }
}
