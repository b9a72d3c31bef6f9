using MGen.Groups.Codecs;
using MGen.Wire.Blobs;
using MGen.Grains.Partitions;
using MGen.Wire;

namespace MGen.Grains.Blobs;

/// <summary>
/// All that a partition knows, as bytes: what a new copy starts from.
/// <code>
/// incarnation, applied, limits | streams: count, (gateway, address, last post, first, items)*
/// groups: count, name* | connections: count, (key, group number, window, sent, flushed)* | group snapshot*
/// </code>
/// </summary>
internal static class PartitionSnapshot
{
    public static byte[] Write(PartitionState state)
    {
        BlobWriter writer = new(64 * 1024);
        FrameTable frames = new();
        writer.Guid(state.Incarnation);
        writer.Number(state.Applied);
        writer.Number(state.Limits.MaxWaitingFrames);
        writer.Number(state.Limits.MaxUnconfirmedFrames);
        WriteStreams(writer, state.Streams, frames);
        WriteConnections(writer, state);
        foreach (Group group in state.Groups.Values)
            GroupSnapshot.Write(writer, group, frames);
        return writer.ToArray();
    }

    /// <summary>Makes the partition that was written.</summary>
    /// <exception cref="InvalidDataException">No writer of ours made these bytes.</exception>
    public static PartitionState Read(ReadOnlySpan<byte> bytes, IGroupEvents events)
    {
        BlobReader reader = new(bytes);
        FrameTable frames = new();
        Guid incarnation = reader.Guid();
        long applied = reader.Long();
        PartitionState state = new(incarnation, new GroupLimits { MaxWaitingFrames = reader.Int(), MaxUnconfirmedFrames = reader.Int() }, events);
        state.Restore(applied);
        ReadStreams(ref reader, state, frames);
        ReadConnections(ref reader, state);
        foreach (Group group in state.Groups.Values)
            GroupSnapshot.Read(ref reader, group, frames, key => state.Connections[key].Port);
        return reader.IsAtEnd ? state : throw new InvalidDataException("bytes behind the last group");
    }

    private static void WriteStreams(BlobWriter writer, IReadOnlyCollection<GatewayStream> streams, FrameTable frames)
    {
        writer.Number(streams.Count);
        foreach (GatewayStream stream in streams)
        {
            writer.Guid(stream.Gateway);
            writer.Bytes(System.Text.Encoding.UTF8.GetBytes(stream.Address.ToParsableString()));
            writer.Number(stream.LastPost);
            writer.Number(stream.First);
            writer.Number(stream.Items.Count);
            foreach (Outgoing item in stream.Items)
                Write(writer, item, frames);
        }
    }

    private static void ReadStreams(ref BlobReader reader, PartitionState state, FrameTable frames)
    {
        for (int count = reader.Count(); count > 0; count--)
        {
            GatewayStream stream = state.Restore(new GatewayStream(reader.Guid(), SiloAddress.FromParsableString(System.Text.Encoding.UTF8.GetString(reader.Bytes()))));
            stream.LastPost = reader.Long();
            stream.StartAt(reader.Long());
            for (int items = reader.Count(); items > 0; items--)
                stream.Add(ReadItem(ref reader, frames));
        }
    }

    private static void Write(BlobWriter writer, in Outgoing item, FrameTable frames)
    {
        writer.Byte((byte)item.Kind);
        writer.Number(item.Connection);
        writer.Number(item.Number);
        writer.Flag(item.IsNewMember);
        if (item.Kind == OutgoingKind.Frame)
            frames.Write(writer, item.Frame);
    }

    private static Outgoing ReadItem(ref BlobReader reader, FrameTable frames)
    {
        OutgoingKind kind = (OutgoingKind)reader.Byte();
        long connection = reader.Long();
        ulong number = reader.Number();
        bool isNew = reader.Flag();
        return new Outgoing(kind, connection, kind == OutgoingKind.Frame ? frames.Read(ref reader) : default, number, isNew);
    }

    private static void WriteConnections(BlobWriter writer, PartitionState state)
    {
        Dictionary<Group, int> numbers = [];
        writer.Number(state.Groups.Count);
        foreach ((Identifier name, Group group) in state.Groups)
        {
            numbers.Add(group, numbers.Count);
            writer.Name(name);
        }
        writer.Number(state.Connections.Count);
        foreach ((ConnectionKey key, RemoteConnection connection) in state.Connections)
        {
            GroupSnapshot.Write(writer, key);
            writer.Number(numbers[connection.Group]);
            writer.Number(connection.Port.Window);
            writer.Number(connection.Port.Sent);
            writer.Number(connection.Port.Flushed);
        }
    }

    private static void ReadConnections(ref BlobReader reader, PartitionState state)
    {
        Group[] groups = new Group[reader.Count()];
        for (int i = 0; i < groups.Length; i++)
            groups[i] = state.GetGroup(reader.Name());
        Dictionary<Guid, GatewayStream> streams = state.Streams.ToDictionary(stream => stream.Gateway);
        for (int count = reader.Count(); count > 0; count--)
        {
            ConnectionKey key = GroupSnapshot.ReadKey(ref reader);
            Group group = groups[reader.Int()];
            RemotePort port = new(streams[key.Gateway], key.Number, reader.Int()) { Sent = reader.Long(), Flushed = reader.Long() };
            state.Restore(key, new RemoteConnection(group, port));
        }
    }
}
