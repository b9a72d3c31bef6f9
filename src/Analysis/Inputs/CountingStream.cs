using MGen.EventLog;

namespace MGen.Analysis.Inputs;

/// <summary>Tells how much is read.</summary>
internal sealed class CountingStream(Stream inner, Action<long> onBytes) : ForwardStream
{
    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        onBytes(read);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
