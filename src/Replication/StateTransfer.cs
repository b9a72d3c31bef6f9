using System.Collections.Immutable;
using MGen.Groups;
using MGen.Groups.Codecs;
using MGen.Wire;

namespace MGen.Replication;

/// <summary>
/// Encodes a partition's state in parts, so that a transfer never copies the whole state in one step. A part contains
/// inputs and groups; the state of these groups includes the effect of these inputs. Several parts may carry the bytes
/// of a large group. The receiver applies inputs only to groups that have arrived. The last part contains the streams.
/// <code>
/// start:  limits
/// group:  name, connections: count, (gateway, address, session, number, window, sent, flushed)*, group snapshot
/// end:    applied, last term, streams: count,
///         (gateway, address, session, last post, first item, items: count, item*)*
/// </code>
/// </summary>
internal static class StateTransfer
{
    public static byte[] WriteLimits(GroupLimits limits)
    {
        BlobWriter writer = new();
        writer.Number(limits.MaxWaitingFrames);
        writer.Number(limits.MaxUnconfirmedFrames);
        writer.Number(limits.MaxMembers);
        writer.Number(limits.MaxGroups);
        writer.Number(limits.MaxMemberBytes);
        writer.Number(limits.MaxGroupBytes);
        writer.Number(limits.MaxBytes);
        return writer.ToArray();
    }

    public static GroupLimits ReadLimits(ref BlobReader reader) =>
        new()
        {
            MaxWaitingFrames = reader.Int(),
            MaxUnconfirmedFrames = reader.Int(),
            MaxMembers = reader.Int(),
            MaxGroups = reader.Int(),
            MaxMemberBytes = reader.Long(),
            MaxGroupBytes = reader.Long(),
            MaxBytes = reader.Long(),
        };

    /// <summary>Writes groups from an index on, until the part is full.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="state">The state.</param>
    /// <param name="from">Index of the first group in <see cref="PartitionState.Groups"/>.</param>
    /// <param name="maxBytes">
    /// The part is full when it has at least this many bytes. It contains at least one group, if one is left.
    /// </param>
    /// <returns>Index of the next group.</returns>
    public static int WriteGroups(BlobWriter writer, PartitionState state, int from, int maxBytes)
    {
        int start = writer.Length;
        // Anew for each part: connections come and go between two parts.
        ILookup<Group, RemoteConnection> connections = state.Connections.Values.ToLookup(connection =>
            connection.Group
        );
        for (; from < state.Groups.Count && writer.Length - start < maxBytes; from++)
        {
            // A group that failed has left a null, so that the indices of the parts stay valid.
            if (state.Groups[from].Group is { } group)
                WriteGroup(writer, state.Groups[from].Name, group, [.. connections[group]]);
        }
        return from;
    }

    /// <summary>Adds the groups of a part.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a part.</exception>
    public static void ReadGroups(ReadOnlySpan<byte> part, PartitionState state)
    {
        BlobReader reader = new(part);
        while (!reader.IsAtEnd)
        {
            Group group = state.AddGroup(reader.Name());
            Dictionary<ConnectionKey, RemotePort> ports = [];
            for (int count = reader.Count(); count > 0; count--)
            {
                Guid gateway = reader.Guid();
                GatewayStream stream = state.GetStream(gateway, NodeIdCodec.Read(ref reader), reader.Long());
                long number = reader.Long();
                RemotePort port = new(stream, number, reader.Int()) { Sent = reader.Long(), Flushed = reader.Long() };
                ports.Add(new ConnectionKey(gateway, number), port);
                state.Restore(new ConnectionKey(gateway, number), new RemoteConnection(group, port));
            }
            GroupSnapshot.Read(ref reader, group, new FrameTable(), key => ports[key]);
        }
    }

    public static byte[] WriteEnd(PartitionState state)
    {
        BlobWriter writer = new(4096);
        FrameTable frames = new();
        writer.Number(state.Applied);
        writer.Number(state.LastTerm);
        writer.Number(state.Streams.Count);
        foreach (GatewayStream stream in state.Streams)
        {
            writer.Guid(stream.Gateway);
            NodeIdCodec.Write(writer, stream.Address);
            writer.Number(stream.Session);
            writer.Number(stream.LastPost);
            writer.Number(stream.First);
            writer.Number(stream.Items.Count);
            foreach (Outgoing item in stream.Items)
                WriteItem(writer, item, frames);
        }
        return writer.ToArray();
    }

    /// <summary>Completes a partial state with the last part of the transfer.</summary>
    /// <exception cref="InvalidDataException">The bytes are not the end of a transfer.</exception>
    public static void ReadEnd(ReadOnlySpan<byte> end, PartitionState state)
    {
        BlobReader reader = new(end);
        FrameTable frames = new();
        // Replaces the count of the inputs that the parts contained: inputs before the first part were not counted
        // here.
        state.Applied = reader.Long();
        state.LastTerm = reader.Long();
        // A stream of the partial state that the last part does not contain belongs to a gateway that has left.
        HashSet<Guid> known = [.. state.Streams.Select(stream => stream.Gateway)];
        for (int count = reader.Count(); count > 0; count--)
        {
            Guid gateway = reader.Guid();
            NodeId address = NodeIdCodec.Read(ref reader);
            long session = reader.Long();
            GatewayStream stream = state.GetStream(gateway, address, session);
            stream.Restore(address, session, reader.Long(), reader.Long());
            for (int items = reader.Count(); items > 0; items--)
                stream.Add(ReadItem(ref reader, frames));
            known.Remove(gateway);
        }
        foreach (Guid gone in known)
            state.RemoveStream(gone);
        state.IsPartial = false;
        if (!reader.IsAtEnd)
            throw new InvalidDataException("bytes after the last stream");
    }

    private static void WriteGroup(
        BlobWriter writer,
        Identifier name,
        Group group,
        ImmutableArray<RemoteConnection> connections
    )
    {
        writer.Name(name);
        writer.Number(connections.Length);
        foreach (RemoteConnection connection in connections)
        {
            RemotePort port = connection.Port;
            writer.Guid(port.Stream.Gateway);
            NodeIdCodec.Write(writer, port.Stream.Address);
            writer.Number(port.Stream.Session);
            writer.Number(port.Connection);
            writer.Number(port.Window);
            writer.Number(port.Sent);
            writer.Number(port.Flushed);
        }
        GroupSnapshot.Write(writer, group, new FrameTable());
    }

    private static void WriteItem(BlobWriter writer, in Outgoing item, FrameTable frames)
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
        return new Outgoing(
            kind,
            connection,
            kind == OutgoingKind.Frame ? frames.Read(ref reader) : default,
            number,
            isNew
        );
    }
}
