using System.IO.Compression;
using MGen.EventLog;

namespace MGen.Archives;

/// <summary>
/// Reads one entry of a zip archive. Checks length and checksum at the entry's end, which the base library does not do.
/// </summary>
public sealed class ZipEntryStream : ForwardStream
{
    private const uint Polynomial = 0xedb88320; // of zip's CRC-32, bits reversed

    private static readonly uint[] Table = MakeTable();

    private readonly ZipArchiveEntry _entry;
    private readonly Stream _content;
    private uint _crc = uint.MaxValue;
    private long _length;

    /// <summary>Opens an entry.</summary>
    public ZipEntryStream(ZipArchiveEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        _entry = entry;
        _content = entry.Open();
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The entry is damaged.</exception>
    public override int Read(Span<byte> buffer)
    {
        int read = _content.Read(buffer);
        foreach (byte value in buffer[..read])
            _crc = Table[(byte)(_crc ^ value)] ^ (_crc >> 8);
        _length += read;
        if (read == 0 && !buffer.IsEmpty && (~_crc != _entry.Crc32 || _length != _entry.Length))
            throw new InvalidDataException("is a zip file that is truncated or damaged");
        return read;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _content.Dispose();
        base.Dispose(disposing);
    }

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
                value = (value & 1) != 0 ? (value >> 1) ^ Polynomial : value >> 1;
            table[i] = value;
        }
        return table;
    }
}
