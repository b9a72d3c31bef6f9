using System.Buffers.Binary;
using System.IO.Compression;
using MGen.EventLog;

namespace MGen.Analysis.Inputs;

/// <summary>
/// Reads a <c>.gz</c> file of one or several members. The base library takes a file that is torn for one that ends; this tells, if the length that
/// a whole file ends with is more than there was. (Files of 4 GiB and more tell it modulo that; a torn one is then found by its broken last line only.)
/// </summary>
internal sealed class GzipLogStream(FileStream file, Action<long> onBytes) : ForwardStream
{
    private const int LengthBytes = 4;

    private readonly GZipStream _members = new(new CountingStream(file, onBytes), CompressionMode.Decompress);
    private long _read;

    /// <exception cref="InvalidDataException">The file is torn or broken.</exception>
    public override int Read(Span<byte> buffer)
    {
        int read = _members.Read(buffer);
        _read += read;
        if (read == 0 && _read < LastMemberLength())
            throw new InvalidDataException("the gzip file is torn: it ends before its contents do");
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _members.Dispose();
        base.Dispose(disposing);
    }

    private uint LastMemberLength()
    {
        Span<byte> length = stackalloc byte[LengthBytes];
        file.Position = Math.Max(0, file.Length - LengthBytes);
        return file.ReadAtLeast(length, LengthBytes, throwOnEndOfStream: false) == LengthBytes ? BinaryPrimitives.ReadUInt32LittleEndian(length) : 0;
    }
}
