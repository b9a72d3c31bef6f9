using MGen.Groups;
using MGen.Wire;

namespace MGen.Replication;

/// <summary>A batch of items of a partition's stream to a gateway.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Epoch">The primary's epoch; a gateway refuses a batch of a lower epoch than it has seen.</param>
/// <param name="Incarnation">
/// The partition's incarnation. If it differs from the one that the gateway knows, the partition has lost its state.
/// </param>
/// <param name="Gateway">The gateway.</param>
/// <param name="Session">The gateway's session.</param>
/// <param name="First">The number of the first item, from 0.</param>
/// <param name="Count">How many items.</param>
/// <param name="Items">The items, encoded by <see cref="DeliveryCodec"/>.</param>
public sealed record DeliveryBatch(
    int Partition,
    long Epoch,
    long Incarnation,
    Guid Gateway,
    long Session,
    long First,
    int Count,
    byte[] Items
)
{
    /// <summary>Writes the batch.</summary>
    internal void Write(BlobWriter writer)
    {
        writer.Number(Partition);
        writer.Number(Epoch);
        writer.Number(Incarnation);
        writer.Guid(Gateway);
        writer.Number(Session);
        writer.Number(First);
        writer.Number(Count);
        writer.Bytes(Items);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a batch.</exception>
    internal static DeliveryBatch Read(ref BlobReader reader) =>
        new(
            PartitionMap.ReadPartition(ref reader),
            reader.Long(),
            reader.Long(),
            reader.Guid(),
            reader.Long(),
            reader.Long(),
            reader.Int(),
            reader.Bytes().ToArray()
        );
}

/// <summary>
/// The items of a delivery as bytes. Consecutive items with an equal frame (a fan-out) are written as one run: the
/// frame once, then the connections that receive it.
/// <code>
/// run*:       kind, then
///   Frame:    header, count (4 bytes), connection*
///   Joined:   connection, received, is new
///   Refused:  connection, reason
///   Replaced: connection
/// connection: signed difference from the connection before
/// </code>
/// </summary>
internal static class DeliveryCodec
{
    /// <summary>
    /// A batch ends when it exceeds this size, because a request must not delay others on its link by more than about 1
    /// ms.
    /// </summary>
    private const int MaxBytes = 1 << 20;

    // Reused, because a batch is encoded for every delivery: a writer that has grown once need not grow again.
    [ThreadStatic]
    private static BlobWriter? t_writer;

    /// <summary>Passes the items to their connections and skips items of connections that have ended.</summary>
    /// <param name="batch">The items.</param>
    /// <param name="skip">How many of the first items were passed on before.</param>
    /// <param name="find">Finds a connection by its number; <c>null</c> if it has ended.</param>
    /// <exception cref="InvalidDataException">The bytes are not items.</exception>
    public static void Deliver(DeliveryBatch batch, long skip, Func<long, IMemberPort?> find)
    {
        BlobReader reader = new(batch.Items);
        long connection = 0;
        for (long index = 0; !reader.IsAtEnd; )
        {
            OutgoingKind kind = (OutgoingKind)reader.Byte();
            Frame frame = kind == OutgoingKind.Frame ? reader.Frame() : default;
            for (int count = kind == OutgoingKind.Frame ? reader.Reserved() : 1; count > 0; count--)
            {
                // Also for items that are skipped, because each number is encoded as the difference from the number
                // before.
                connection += reader.Signed();
                IMemberPort? port = index++ < skip ? null : find(connection);
                Deliver(ref reader, kind, frame, port);
            }
        }
    }

    /// <summary>Encodes as many released items of a stream as fit into one batch, from a given item on.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="config">The partition's row: epoch and incarnation.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="first">The number of the first item to encode; at least the stream's oldest kept item.</param>
    /// <param name="maxItems">Largest number of items; at least 1.</param>
    public static DeliveryBatch Encode(
        int partition,
        PartitionConfig config,
        GatewayStream stream,
        long first,
        int maxItems
    )
    {
        BlobWriter writer = t_writer ??= new BlobWriter(16 * 1024);
        writer.Clear();
        // Items after Released result from inputs that a backup may not have. If this primary died, its successor could
        // send other items with their numbers.
        long released = Math.Min(maxItems, stream.Released - first);
        Outgoing before = default;
        int count = 0,
            runCount = 0,
            runCountAt = 0;
        foreach (Outgoing item in stream.Items.Skip((int)(first - stream.First)))
        {
            // Checked before an item, not after it, so that a batch has at least one item, whatever its size.
            if (count == released || writer.Length > MaxBytes)
                break;
            // A message to a group yields one item per member at this gateway, and these are neighbours in the stream.
            if (item.Kind != OutgoingKind.Frame || runCount == 0 || !item.Frame.IsSameAs(before.Frame))
            {
                writer.Byte((byte)item.Kind);
                runCount = 0;
                if (item.Kind == OutgoingKind.Frame)
                {
                    writer.Frame(item.Frame);
                    runCountAt = writer.Reserve();
                }
            }
            writer.Signed(item.Connection - before.Connection);
            if (item.Kind == OutgoingKind.Frame)
                writer.Fill(runCountAt, ++runCount);
            else
                WriteRest(writer, item);
            before = item;
            count++;
        }
        return new DeliveryBatch(
            partition,
            config.Epoch,
            config.Incarnation,
            stream.Gateway,
            stream.Session,
            first,
            count,
            writer.ToArray()
        );
    }

    private static void WriteRest(BlobWriter writer, in Outgoing item)
    {
        if (item.Kind is OutgoingKind.Joined or OutgoingKind.Refused)
            writer.Number(item.Number);
        if (item.Kind is OutgoingKind.Joined)
            writer.Flag(item.IsNewMember);
    }

    private static void Deliver(ref BlobReader reader, OutgoingKind kind, Frame frame, IMemberPort? port)
    {
        switch (kind)
        {
            case OutgoingKind.Frame:
                port?.TryDeliver(frame);
                break;
            // The fields are read even if the connection has ended, because the next item begins after them.
            case OutgoingKind.Joined:
                ulong received = reader.Number();
                bool isNew = reader.Flag();
                port?.Joined(new JoinOutcome(isNew, received));
                break;
            case OutgoingKind.Refused:
                EndReason reason = (EndReason)reader.Number();
                port?.Refused(reason);
                break;
            case OutgoingKind.Replaced:
                port?.Replaced();
                break;
            default:
                throw new InvalidDataException($"unknown kind of item: {kind}");
        }
    }
}
