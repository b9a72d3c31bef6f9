using MGen.EventLog;

namespace MGen.Fitting.Imports;

/// <summary>Reads a prefix, then the remainder of another stream, which it does not dispose of.</summary>
internal sealed class PrefixedStream(byte[] prefix, Stream rest) : ForwardStream
{
    private int _taken;

    public override int Read(Span<byte> buffer)
    {
        if (_taken == prefix.Length)
            return rest.Read(buffer);
        int length = Math.Min(buffer.Length, prefix.Length - _taken);
        prefix.AsSpan(_taken, length).CopyTo(buffer);
        _taken += length;
        return length;
    }
}
