using System.Text;
using MGen.Groups.Codecs;
using MGen.Wire;

namespace MGen.Replication;

/// <summary>The kinds of inputs: everything that can change a partition's state.</summary>
public enum InputKind
{
    /// <summary>A gateway's batch of entries.</summary>
    Post,

    /// <summary>A gateway has acknowledged the items of its stream up to a number.</summary>
    Acknowledged,

    /// <summary>A gateway has left the cluster permanently: its connections end.</summary>
    GatewayGone,

    /// <summary>
    /// Too many bytes are queued, so each group cuts its queues back to <see cref="PartitionInput.Number"/> bytes
    /// together.
    /// </summary>
    Trim,
}

/// <summary>
/// One input of a partition. A partition's state depends only on its inputs and their order, so replicas that apply the
/// same inputs have equal states.
/// </summary>
/// <param name="Kind">The kind.</param>
/// <param name="Gateway">
/// The gateway process that the input comes from or is about; empty for <see cref="InputKind.Trim"/>.
/// </param>
/// <param name="Session">
/// For a post: the gateway's session with this partition, from 1. A gateway opens a new session when it learns that the
/// partition lost its state; the partition then forgets the connections of older sessions. For
/// <see cref="InputKind.Acknowledged"/>: the session of the stream.
/// </param>
/// <param name="Number">
/// For a post: its number in the session, from 1, without gaps. For <see cref="InputKind.Acknowledged"/>: how many
/// items the gateway has. For <see cref="InputKind.Trim"/>: bytes.
/// </param>
/// <param name="Address">For a post: the gateway's member identity.</param>
/// <param name="Entries">For a post: the entries, encoded by <see cref="EntryCodec"/>; may be empty.</param>
public sealed record PartitionInput(
    InputKind Kind,
    Guid Gateway,
    long Session,
    long Number,
    NodeId Address = default,
    byte[]? Entries = null
)
{
    /// <summary>Approximate memory of the input, in bytes.</summary>
    internal int Size => 100 + (Entries?.Length ?? 0);

    /// <summary>
    /// Writes the input.
    /// <code>
    /// kind, gateway, session, number; for a post also: address, entries
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
        if (kind is not (InputKind.Post or InputKind.Acknowledged or InputKind.GatewayGone or InputKind.Trim))
            throw new InvalidDataException($"unknown kind of input: {kind}");
        Guid gateway = reader.Guid();
        long session = reader.Long();
        long number = reader.Long();
        return kind == InputKind.Post
            ? new PartitionInput(kind, gateway, session, number, NodeIdCodec.Read(ref reader), reader.Bytes().ToArray())
            : new PartitionInput(kind, gateway, session, number);
    }
}

/// <summary>
/// Member identities as bytes. Every post contains an identity, and a process meets few different identities, so a
/// small cache reuses their strings.
/// </summary>
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
        // Two names with one slot evict each other, which costs an allocation, never a wrong name.
        ref (byte[] Utf8, NodeId Node) slot = ref cache[NameHash.Compute(utf8) % CachedNames];
        if (slot.Utf8 is null || !utf8.SequenceEqual(slot.Utf8))
            slot = (utf8.ToArray(), new NodeId(Encoding.UTF8.GetString(utf8)));
        return slot.Node;
    }
}
