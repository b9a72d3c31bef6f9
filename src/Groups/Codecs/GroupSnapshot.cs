using MGen.Wire;
using MGen.Wire.Blobs;

namespace MGen.Groups.Codecs;

/// <summary>
/// All that a group knows, as bytes.
/// <code>
/// members: count, member*    connections: count, (key, member number)*
/// member: name, session, its start, connection's start, delivered, received, is full, handed, unconfirmed, frames, has port [key], has successor [key, join]
/// </code>
/// </summary>
internal static class GroupSnapshot
{
    public static void Write(BlobWriter writer, Group group, FrameTable frames)
    {
        Dictionary<Member, int> numbers = [];
        writer.Number(group.Everyone.Count);
        foreach (Member member in group.Everyone)
        {
            numbers.Add(member, numbers.Count);
            WritePlace(writer, member);
            WriteQueue(writer, member.Queue, frames);
            WriteConnections(writer, member);
        }
        writer.Number(group.Connections.Count);
        foreach ((ConnectionKey key, Member member) in group.Connections)
        {
            Write(writer, key);
            writer.Number(numbers[member]);
        }
    }

    /// <summary>Fills a group that is new.</summary>
    /// <param name="reader">Where to read.</param>
    /// <param name="group">The group.</param>
    /// <param name="frames">Frames that came before.</param>
    /// <param name="ports">The connections by their keys.</param>
    public static void Read(ref BlobReader reader, Group group, FrameTable frames, Func<ConnectionKey, IMemberPort> ports)
    {
        for (int count = reader.Count(); count > 0; count--)
        {
            Member member = ReadPlace(ref reader, group);
            ReadQueue(ref reader, member.Queue, frames);
            ReadConnections(ref reader, member, ports);
            group.Restore(member);
        }
        for (int count = reader.Count(); count > 0; count--)
            group.Restore(ReadKey(ref reader), group.Everyone[reader.Int()]);
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
        writer.Signed(member.ConnectionStart);
        writer.Signed(member.Delivered);
        writer.Number(member.Received);
        writer.Flag(member.IsFull);
    }

    private static Member ReadPlace(ref BlobReader reader, Group group) => new(reader.Name(), group.Queued)
    {
        Session = reader.Guid(),
        SessionStart = reader.Signed(),
        ConnectionStart = reader.Signed(),
        Delivered = reader.Signed(),
        Received = reader.Number(),
        IsFull = reader.Flag(),
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
        writer.Flag(member.Port is not null);
        if (member.Port is not null)
            Write(writer, member.Connection);
        writer.Flag(member.Successor is not null);
        if (member.Successor is not { } successor)
            return;
        Write(writer, successor.Connection);
        EntryCodec.Write(writer, successor.Request);
    }

    private static void ReadConnections(ref BlobReader reader, Member member, Func<ConnectionKey, IMemberPort> ports)
    {
        if (reader.Flag())
        {
            member.Connection = ReadKey(ref reader);
            member.Port = ports(member.Connection);
        }
        if (!reader.Flag())
            return;
        ConnectionKey next = ReadKey(ref reader);
        member.Successor = new WaitingJoin(next, EntryCodec.ReadJoin(ref reader), ports(next));
    }
}
