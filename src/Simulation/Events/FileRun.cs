using System.Runtime.InteropServices;

namespace MGen.Simulation.Events;

/// <summary>
/// A sorted run in a file, read in blocks of <see cref="BufferedEvents"/>. Disposal deletes the file.
/// </summary>
internal sealed class FileRun(string path) : IEventRun
{
    /// <summary>Number of events per read: 64 KB.</summary>
    private const int BufferedEvents = 1_365;

    private readonly FileStream _file = new(
        path,
        FileMode.Open,
        FileAccess.Read,
        FileShare.None,
        bufferSize: 0,
        FileOptions.SequentialScan
    );
    private readonly SimulatedEvent[] _buffer = new SimulatedEvent[BufferedEvents];
    private int _next;
    private int _count;

    public bool TryNext(out SimulatedEvent item)
    {
        if (_next == _count)
            Fill();
        item = _next < _count ? _buffer[_next++] : default;
        return _count > 0;
    }

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(path);
    }

    /// <exception cref="EndOfStreamException">The file ends within an event.</exception>
    private void Fill()
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(_buffer.AsSpan());
        int read = _file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        (_count, int rest) = Math.DivRem(read, bytes.Length / BufferedEvents);
        if (rest != 0)
            throw new EndOfStreamException($"{path} ends inside an event");
        _next = 0;
    }
}
