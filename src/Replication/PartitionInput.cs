using System.Text;
using MGen.Groups.Codecs;
using MGen.Wire;
using MGen.Wire.Blobs;

namespace MGen.Replication;

/// <summary>What can happen to a partition.</summary>
public enum InputKind
{
    /// <summary>A gateway's batch of entries.</summary>
    Post,

    /// <summary>A gateway has taken the items of its stream up to a number.</summary>
    Taken,

    /// <summary>A gateway has left the cluster for good, and its connections with it.</summary>
    GatewayGone,

    /// <summary>Too much is queued: each group cuts its queues back to as many bytes as <see cref="PartitionInput.Number"/> says.</summary>
    Trim,
}

/// <summary>
/// One input of a partition. A partition's state is a function of its inputs in their order and of nothing else, so replicas that apply the same
/// inputs have the same state.
/// </summary>
/// <param name="Kind">The kind.</param>
/// <param name="Gateway">The gateway process it comes from, or is about.</param>
/// <param name="Session">
/// Of a post: the gateway's session with this partition, from 1. A gateway opens a new session when it learns that the partition lost its state;
/// connections of older sessions are forgotten then. Of <see cref="InputKind.Taken"/>: the session of the stream.
/// </param>
/// <param name="Number">Of a post: its number in the session, from 1, without gaps. Of <see cref="InputKind.Taken"/>: how many items the gateway has taken. Of <see cref="InputKind.Trim"/>: bytes.</param>
/// <param name="Address">Of a post: the gateway's node.</param>
/// <param name="Entries">Of a post: the entries, encoded by <see cref="EntryCodec"/>; may be empty.</param>
public sealed record PartitionInput(InputKind Kind, Guid Gateway, long Session, long Number, NodeId Address = default, byte[]? Entries = null)
{
    /// <summary>Bytes of memory that it takes, approximately.</summary>
    internal int Size => 100 + (Entries?.Length ?? 0);

    /// <summary>
    /// Writes it.
    /// <code>
    /// kind, gateway, session, number, then of a post: address, entries
    /// </code>
    /// </summary>
    internal void Write(BlobWriter writer)
    {
        writer.Byte((byte)Kind);
        writer.Guid(Gateway);
        writer.Number(Session);
        writer.Number(Number);
        if (Kind != InputKind.Post)
            return;
        NodeIdCodec.Write(writer, Address);
        writer.Bytes(Entries);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not an input.</exception>
    internal static PartitionInput Read(ref BlobReader reader)
    {
        InputKind kind = (InputKind)reader.Byte();
        if (kind is not (InputKind.Post or InputKind.Taken or InputKind.GatewayGone or InputKind.Trim))
            throw new InvalidDataException($"an input of kind {kind}");
        Guid gateway = reader.Guid();
        long session = reader.Long();
        long number = reader.Long();
        return kind == InputKind.Post
            ? new PartitionInput(kind, gateway, session, number, NodeIdCodec.Read(ref reader), reader.Bytes().ToArray())
            : new PartitionInput(kind, gateway, session, number);
    }
}

/// <summary>Node identities as bytes. Few different ones arrive in a process, and with every post: reading reuses their strings.</summary>
internal static class NodeIdCodec
{
    private const int CachedNames = 64;

    [ThreadStatic]
    private static (byte[] Utf8, NodeId Node)[]? t_cache;

    public static void Write(BlobWriter writer, NodeId node) => writer.Bytes(Encoding.UTF8.GetBytes(node.Name ?? ""));

    public static NodeId Read(ref BlobReader reader)
    {
        ReadOnlySpan<byte> utf8 = reader.Bytes();
        if (utf8.IsEmpty)
            return default;
        (byte[] Utf8, NodeId Node)[] cache = t_cache ??= new (byte[], NodeId)[CachedNames];
        ref (byte[] Utf8, NodeId Node) slot = ref cache[NameHash.Of(utf8) % CachedNames];
        if (slot.Utf8 is null || !utf8.SequenceEqual(slot.Utf8))
            slot = (utf8.ToArray(), new NodeId(Encoding.UTF8.GetString(utf8)));
        return slot.Node;
    }
}
