using MGen.EventLog;
using SharpCompress.Compressors.Xz;

namespace MGen.Analysis.Inputs;

/// <summary>Reads an <c>.xz</c> file that may hold several streams one after the other, as <c>xz</c> does.</summary>
internal sealed class XzLogStream(FileStream file, Action<long> onBytes) : ForwardStream
{
    private XZStream? _current;
    private long _position;

    /// <exception cref="InvalidDataException">The file is torn or is no such file.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (_current is not null || file.Position < file.Length)
        {
            _current ??= new XZStream(file);
            int read = ReadCurrent(buffer);
            onBytes(file.Position - _position);
            _position = file.Position;
            if (read > 0)
                return read;
            _current = null;
        }
        return 0;
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
            throw new InvalidDataException($"not a whole xz file: {error.Message}", error);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }
}
