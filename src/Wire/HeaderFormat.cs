using System.Buffers.Binary;

namespace MGen.Wire;

/// <summary>Builds and checks the bytes of a frame's header; the layout is drawn at <see cref="Frame"/>.</summary>
internal static class HeaderFormat
{
    /// <summary>Builds a header.</summary>
    public static byte[] Build(Identifier sender, Identifier target, uint id, uint size)
    {
        byte[] header = new byte[WireLimits.FixedHeaderBytes + sender.Utf8.Length + target.Utf8.Length];
        Span<byte> rest = header;
        PutNumber(ref rest, (uint)header.Length);
        PutText(ref rest, sender.Utf8);
        PutText(ref rest, target.Utf8);
        PutNumber(ref rest, id);
        PutNumber(ref rest, size);
        return header;
    }

    /// <summary>Checks the header length before anything is allocated for it.</summary>
    public static WireViolation CheckLength(uint headerLength) =>
        headerLength switch
        {
            < WireLimits.FixedHeaderBytes => WireViolation.HeaderTooShort,
            > WireLimits.MaxHeaderBytes => WireViolation.HeaderTooLong,
            _ => WireViolation.None,
        };

    /// <summary>
    /// Checks the structure of a complete header. The names inside are not validated here: the reader compares them
    /// with known names.
    /// </summary>
    public static WireViolation Check(ReadOnlySpan<byte> header)
    {
        if (header.Length < WireLimits.FixedHeaderBytes)
            return WireViolation.HeaderTooShort;
        // An unsigned difference: the check above ensures that it does not wrap.
        uint names = (uint)header.Length - WireLimits.FixedHeaderBytes;
        uint sender = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        // In this order: each length is compared with the space that is left before it is used as an offset.
        if (BinaryPrimitives.ReadUInt32BigEndian(header) != header.Length || sender > names)
            return WireViolation.LengthMismatch;
        uint target = BinaryPrimitives.ReadUInt32BigEndian(header[(8 + (int)sender)..]);
        if (target != names - sender)
            return WireViolation.LengthMismatch;
        return BinaryPrimitives.ReadUInt32BigEndian(header[^4..]) > WireLimits.MaxMessageBytes
            ? WireViolation.SizeTooLarge
            : WireViolation.None;
    }

    /// <summary>Writes a length and the bytes, and advances <paramref name="rest"/>.</summary>
    public static void PutText(ref Span<byte> rest, ReadOnlySpan<byte> utf8)
    {
        PutNumber(ref rest, (uint)utf8.Length);
        utf8.CopyTo(rest);
        rest = rest[utf8.Length..];
    }

    private static void PutNumber(ref Span<byte> rest, uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(rest, value);
        rest = rest[4..];
    }
}
