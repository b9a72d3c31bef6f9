using MGen.EventLog;
using SharpCompress.Compressors.Xz;

namespace MGen.Archives;

/// <summary>Reads an xz file of one or several streams, with stream padding (zero bytes, a multiple of four) after any of them.</summary>
internal sealed class WholeXzStream(FileStream file, Action<long>? onBytes) : ForwardStream
{
    private const int PaddingUnit = 4;

    private XZStream? _current;
    private long _position;

    /// <exception cref="InvalidDataException">The file is cut off or damaged.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (_current is not null || file.Position < file.Length)
        {
            _current ??= new XZStream(file);
            int read = ReadCurrent(buffer);
            onBytes?.Invoke(file.Position - _position);
            _position = file.Position;
            if (read > 0 || buffer.IsEmpty)
                return read;
            _current = null;
            SkipPadding();
        }
        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The library throws exceptions of many kinds at broken input.</summary>
    private int ReadCurrent(Span<byte> buffer)
    {
        try
        {
            return _current!.Read(buffer);
        }
        catch (Exception error) when (error is not IOException or EndOfStreamException)
        {
            throw new InvalidDataException("is an xz file that is cut off or damaged", error);
        }
    }

    private void SkipPadding()
    {
        Span<byte> unit = stackalloc byte[PaddingUnit];
        while (file.Position < file.Length)
        {
            long before = file.Position;
            int read = file.ReadAtLeast(unit, PaddingUnit, throwOnEndOfStream: false);
            if (unit[..read].ContainsAnyExcept((byte)0))
            {
                file.Position = before;
                return;
            }
            if (read < PaddingUnit)
                throw new InvalidDataException("is an xz file that is damaged: its padding is no multiple of four bytes");
        }
    }
}
