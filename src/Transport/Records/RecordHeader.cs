using System.Buffers.Binary;

namespace MGen.Transport.Records;

/// <summary>
/// The header of a record (RFC 8446, 5.1 and 5.2):
/// <code>
/// type (1) | legacy version 3.3 (2) | length of what follows (2)
/// </code>
/// </summary>
/// <param name="Type">The outer type.</param>
/// <param name="Length">Bytes after the header, from 0 to 65,535.</param>
internal readonly record struct RecordHeader(ContentType Type, int Length)
{
    public const int Bytes = 5;

    /// <summary>Most bytes of application data in a record.</summary>
    public const int MaxContent = 1 << 14;

    /// <summary>Most bytes of content, type and padding together.</summary>
    public const int MaxInner = MaxContent + 1;

    /// <summary>Most bytes after the header of a protected record.</summary>
    public const int MaxProtected = MaxContent + 256;

    /// <param name="bytes">
    /// At least <see cref="Bytes"/>. The version is ignored (5.1), but authenticated with the rest of the header.
    /// </param>
    public static RecordHeader Parse(ReadOnlySpan<byte> bytes) =>
        new((ContentType)bytes[0], BinaryPrimitives.ReadUInt16BigEndian(bytes[3..]));

    /// <summary>Writes the header of a protected record.</summary>
    public static void WriteProtected(Span<byte> into, int length)
    {
        into[0] = (byte)ContentType.ApplicationData;
        into[1] = 3;
        into[2] = 3;
        BinaryPrimitives.WriteUInt16BigEndian(into[3..], (ushort)length);
    }
}
