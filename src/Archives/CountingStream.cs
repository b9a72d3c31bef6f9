using MGen.EventLog;

namespace MGen.Archives;

/// <summary>Forwards reads to another stream and reports their lengths. Owns the stream.</summary>
/// <param name="inner">The stream.</param>
/// <param name="onBytes">Called with the length of each read, 0 at the end.</param>
public sealed class CountingStream(Stream inner, Action<long> onBytes) : ForwardStream
{
    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        onBytes(read);
        return read;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
