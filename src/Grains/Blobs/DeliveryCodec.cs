using MGen.Wire.Blobs;
using MGen.Grains.Partitions;
using MGen.Wire;

namespace MGen.Grains.Blobs;

/// <summary>
/// Items of a partition's stream to a gateway as bytes. A frame that was fanned out comes once, with the connections it is for.
/// <code>
/// run*: kind, then    Frame: header, count (4 bytes), connection*    Joined: connection, received, is new    Refused: connection, reason    Replaced: connection
/// connection: signed difference to the one before
/// </code>
/// </summary>
public static class DeliveryCodec
{
    private const int MaxBytes = 1 << 20;

    [ThreadStatic]
    private static BlobWriter? t_writer;

    /// <summary>Hands the items to their connections; those of connections that have gone are passed over.</summary>
    /// <param name="batch">The items.</param>
    /// <param name="skip">How many of the first ones are known already.</param>
    /// <param name="find">Finds a connection.</param>
    /// <exception cref="InvalidDataException">No writer of ours made these bytes.</exception>
    public static void Deliver(DeliveryBatch batch, long skip, Func<long, IMemberPort?> find)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(find);
        BlobReader reader = new(batch.Items);
        long connection = 0;
        for (long index = 0; !reader.IsAtEnd;)
        {
            OutgoingKind kind = (OutgoingKind)reader.Byte();
            Frame frame = kind == OutgoingKind.Frame ? reader.Frame() : default;
            for (int count = kind == OutgoingKind.Frame ? reader.Reserved() : 1; count > 0; count--)
            {
                connection += reader.Signed();
                IMemberPort? port = index++ < skip ? null : find(connection);
                Deliver(ref reader, kind, frame, port);
            }
        }
    }

    /// <summary>As many of the items from the stream's first as fit into one call.</summary>
    internal static DeliveryBatch Encode(int partition, Guid incarnation, GatewayStream stream, int maxItems)
    {
        BlobWriter writer = t_writer ??= new BlobWriter(16 * 1024);
        writer.Clear();
        Outgoing before = default;
        int count = 0, runCount = 0, runCountAt = 0;
        foreach (Outgoing item in stream.Items)
        {
            if (count == maxItems || writer.Length > MaxBytes)
                break;
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
        return new DeliveryBatch(partition, incarnation, stream.Gateway, stream.First, count, writer.ToArray());
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
                throw new InvalidDataException($"an item of kind {kind}");
        }
    }
}
