using MGen.Wire;

namespace MGen.Groups.Codecs;

/// <summary>
/// The complete state of a group as bytes.
/// <code>
/// members:    count, member*
/// member:     name, session, session start, delivered, received, is full, joins, expected joins, reader waits,
///             handed, unconfirmed, frames, is served [connection], others: count, connection*,
///             has successor [connection, join]
/// connection: key, order, flags, handed before, served from
/// </code>
/// </summary>
internal static class GroupSnapshot
{
    public static void Write(BlobWriter writer, Group group, FrameTable frames)
    {
        writer.Number(group.Everyone.Count);
        foreach (Member member in group.Everyone)
        {
            WritePlace(writer, member);
            WriteQueue(writer, member.Queue, frames);
            WriteConnections(writer, member);
        }
    }

    /// <summary>Fills an empty group.</summary>
    /// <param name="reader">The bytes.</param>
    /// <param name="group">The group.</param>
    /// <param name="frames">The frames read so far.</param>
    /// <param name="ports">Finds the group's end of a connection by its key.</param>
    public static void Read(
        ref BlobReader reader,
        Group group,
        FrameTable frames,
        Func<ConnectionKey, IMemberPort> ports
    )
    {
        for (int count = reader.Count(); count > 0; count--)
        {
            Member member = ReadPlace(ref reader, group);
            ReadQueue(ref reader, member.Queue, frames);
            ReadConnections(ref reader, member, ports);
            group.Restore(member);
        }
    }

    public static void Write(BlobWriter writer, ConnectionKey key)
    {
        writer.Guid(key.Gateway);
        writer.Number(key.Number);
    }

    public static ConnectionKey ReadKey(ref BlobReader reader) => new(reader.Guid(), reader.Long());

    private static void WritePlace(BlobWriter writer, Member member)
    {
        writer.Name(member.Name);
        writer.Guid(member.Session);
        writer.Signed(member.SessionStart);
        writer.Signed(member.Delivered);
        writer.Number(member.Received);
        writer.Flag(member.IsFull);
        writer.Number(member.Joins);
        writer.Number(member.ExpectedJoins);
        writer.Flag(member.ReaderWaits);
    }

    private static Member ReadPlace(ref BlobReader reader, Group group) =>
        new(reader.Name(), group.Queued)
        {
            Session = reader.Guid(),
            SessionStart = reader.Signed(),
            Delivered = reader.Signed(),
            Received = reader.Number(),
            IsFull = reader.Flag(),
            Joins = reader.Long(),
            ExpectedJoins = reader.Int(),
            ReaderWaits = reader.Flag(),
        };

    private static void WriteQueue(BlobWriter writer, MemberQueue queue, FrameTable frames)
    {
        writer.Number(queue.Handed);
        writer.Number(queue.Unconfirmed);
        int count = queue.Unconfirmed + queue.Waiting;
        writer.Number(count);
        for (int i = 0; i < count; i++)
            frames.Write(writer, queue[i]);
    }

    private static void ReadQueue(ref BlobReader reader, MemberQueue queue, FrameTable frames)
    {
        long handed = reader.Long();
        int unconfirmed = reader.Int();
        Frame[] kept = new Frame[reader.Count()];
        for (int i = 0; i < kept.Length; i++)
            kept[i] = frames.Read(ref reader);
        queue.Restore(handed, unconfirmed, kept);
    }

    private static void WriteConnections(BlobWriter writer, Member member)
    {
        writer.Flag(member.Served is not null);
        if (member.Served is not null)
            Write(writer, member.Served);
        writer.Number(member.Others.Count);
        foreach (MemberConnection other in member.Others)
            Write(writer, other);
        writer.Flag(member.Successor is not null);
        if (member.Successor is not { } successor)
            return;
        Write(writer, successor.Connection);
        EntryCodec.Write(writer, successor.Request);
    }

    private static void ReadConnections(ref BlobReader reader, Member member, Func<ConnectionKey, IMemberPort> ports)
    {
        if (reader.Flag())
            member.Served = ReadConnection(ref reader, member, ports);
        for (int count = reader.Count(); count > 0; count--)
            member.AddOther(ReadConnection(ref reader, member, ports));
        if (reader.Flag())
            member.Successor = new WaitingJoin(
                ReadConnection(ref reader, member, ports),
                EntryCodec.ReadJoin(ref reader)
            );
    }

    private static void Write(BlobWriter writer, MemberConnection connection)
    {
        Write(writer, connection.Key);
        writer.Number(connection.Order);
        writer.Flag(connection.HasSent);
        writer.Flag(connection.IsUnexplained);
        writer.Flag(connection.IsChosen);
        writer.Flag(connection.IsClosing);
        writer.Flag(connection.WasServed);
        writer.Number(connection.HandedBefore);
        writer.Number(connection.ServedFrom);
    }

    private static MemberConnection ReadConnection(
        ref BlobReader reader,
        Member member,
        Func<ConnectionKey, IMemberPort> ports
    )
    {
        ConnectionKey key = ReadKey(ref reader);
        return new MemberConnection(member, key, ports(key), reader.Long())
        {
            HasSent = reader.Flag(),
            IsUnexplained = reader.Flag(),
            IsChosen = reader.Flag(),
            IsClosing = reader.Flag(),
            WasServed = reader.Flag(),
            HandedBefore = reader.Long(),
            ServedFrom = reader.Long(),
        };
    }
}
