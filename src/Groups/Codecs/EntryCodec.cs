using MGen.Wire;

namespace MGen.Groups.Codecs;

/// <summary>
/// The entries of a batch as bytes.
/// <code>
/// entry*: kind, connection, then
///   Frame: header | Join: user, group, session, received, may register, window | Ready, Leave: delivered
/// </code>
/// </summary>
public static class EntryCodec
{
    /// <summary>Converts entries to bytes.</summary>
    public static byte[] Encode(ReadOnlySpan<GroupEntry> entries)
    {
        BlobWriter writer = new(64 * entries.Length);
        foreach (ref readonly GroupEntry entry in entries)
        {
            writer.Byte((byte)entry.Kind);
            writer.Number(entry.Connection);
            switch (entry.Kind)
            {
                case EntryKind.Frame:
                    writer.Frame(entry.Frame);
                    break;
                case EntryKind.Join:
                    Write(writer, entry.Join!);
                    break;
                default:
                    writer.Number(entry.Delivered);
                    break;
            }
        }
        return writer.ToArray();
    }

    internal static GroupEntry Read(ref BlobReader reader)
    {
        EntryKind kind = (EntryKind)reader.Byte();
        long connection = reader.Long();
        return kind switch
        {
            EntryKind.Frame => new GroupEntry(kind, connection, reader.Frame()),
            EntryKind.Join => new GroupEntry(kind, connection, Join: ReadJoin(ref reader)),
            EntryKind.Ready or EntryKind.Leave => new GroupEntry(kind, connection, Delivered: reader.Long()),
            _ => throw new InvalidDataException($"unknown kind of entry: {kind}"),
        };
    }

    internal static void Write(BlobWriter writer, JoinRequest join)
    {
        writer.Name(join.User);
        writer.Name(join.Group!);
        writer.Guid(join.Session);
        writer.Number(join.Received);
        writer.Flag(join.MayRegister);
        writer.Number(join.Window);
    }

    internal static JoinRequest ReadJoin(ref BlobReader reader)
    {
        Identifier user = reader.Name(),
            group = reader.Name();
        return new JoinRequest(user, reader.Guid(), reader.Number(), reader.Flag())
        {
            Group = group,
            Window = reader.Int(),
        };
    }
}
