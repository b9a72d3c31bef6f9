using System.Buffers.Text;
using MGen.Export.Links;
using MGen.Export.People;

namespace MGen.Export.Traces;

/// <summary>
/// Writes a directory with a trace per person or conversation, seen from the device: <c>time,direction</c>, time in
/// nanoseconds since the trace's first line, direction <c>s</c> or <c>r</c>. Lines wait in buffers of bounded size, so
/// that no file stays open.
/// </summary>
internal sealed class MaybenotWriter : IExportFormat, ILinkFormat
{
    /// <summary>Of all traces together.</summary>
    private const int MaxBufferedBytes = 64 << 20;

    /// <summary>
    /// Of one trace: little enough to stay in a processor's cache, and enough to make up for opening its file again.
    /// </summary>
    private const int MaxTraceBytes = 1 << 15;

    private const int LongestLine = 48;

    private readonly string _directory;
    private readonly ExportOptions _options;
    private readonly PeopleDirectory _people;
    private readonly TraceUnits _units;
    private readonly bool _withSize;
    private readonly List<Trace?> _traces = [];
    private long _buffered;

    /// <summary>Creates the directory.</summary>
    /// <exception cref="ExportException">It has files already.</exception>
    public MaybenotWriter(ExportTarget target, ExportOptions options, PeopleDirectory people)
    {
        if (Directory.Exists(target.Path) && Directory.EnumerateFileSystemEntries(target.Path).Any())
            throw new ExportException(
                $"{target.Path}: the directory is not empty; traces of another run would mix with these"
            );
        _directory = Directory.CreateDirectory(target.Path).FullName;
        _options = options;
        _people = people;
        _units = new TraceUnits(options.Unit, options.SegmentBytes);
        _withSize = target.Format == ExportFormat.MaybenotWithSize;
    }

    public void Write(in LinkRecord record)
    {
        if (record.Bytes == 0)
            return;
        Trace trace = TraceOf(record.Connection.Conversation);
        trace.StartedAt ??= record.Time;
        int elements = _units.Count(record);
        for (int element = 0; element < elements; element++)
            Add(trace, record, _units.Bytes(record, element));
        if (_buffered > MaxBufferedBytes)
            FlushAll();
    }

    /// <summary>Whoever is observed has a trace, if an empty one.</summary>
    public void Complete()
    {
        FlushAll();
        foreach (
            Conversation conversation in _people.Conversations.Where(conversation => conversation.Person.IsObserved)
        )
        {
            Trace trace = TraceOf(conversation);
            if (!trace.IsCreated)
                Flush(trace);
        }
    }

    public void Dispose() { }

    private void Add(Trace trace, in LinkRecord record, int bytes)
    {
        if (trace.Buffer.Length - trace.Length < LongestLine)
            MakeRoom(trace);
        Span<byte> room = trace.Buffer.AsSpan(trace.Length);
        _ = Utf8Formatter.TryFormat(record.Time - trace.StartedAt!.Value, room, out int length);
        room[length++] = (byte)',';
        room[length++] = (byte)(record.IsOutgoing ? 's' : 'r');
        if (_withSize)
        {
            room[length++] = (byte)',';
            _ = Utf8Formatter.TryFormat(bytes, room[length..], out int digits);
            length += digits;
        }
        room[length++] = (byte)'\n';
        trace.Length += length;
        _buffered += length;
    }

    private void MakeRoom(Trace trace)
    {
        if (trace.Buffer.Length < MaxTraceBytes)
            Array.Resize(ref trace.Buffer, 2 * trace.Buffer.Length);
        else
            Flush(trace);
    }

    private Trace TraceOf(Conversation conversation)
    {
        bool isPerson = _options.Scope == TraceScope.Person;
        int key = isPerson ? conversation.Person.Number : conversation.Number;
        while (_traces.Count <= key)
            _traces.Add(null);
        return _traces[key] ??= NewTrace(isPerson ? conversation.Person.Name : conversation.Name);
    }

    private Trace NewTrace(string name) => new(Path.Combine(_directory, FileName(name) + ".trace"));

    private void FlushAll()
    {
        foreach (Trace trace in _traces.OfType<Trace>().Where(trace => trace.Length > 0))
            Flush(trace);
    }

    private void Flush(Trace trace)
    {
        using (
            FileStream file = new(
                trace.Path,
                trace.IsCreated ? FileMode.Append : FileMode.Create,
                FileAccess.Write,
                FileShare.Read,
                bufferSize: 0
            )
        )
            file.Write(trace.Buffer, 0, trace.Length);
        trace.IsCreated = true;
        _buffered -= trace.Length;
        trace.Length = 0;
    }

    /// <summary>Percent-encodes what a file system may refuse; two names never share a file.</summary>
    private static string FileName(string name)
    {
        const int MostBytes = 240; // file systems take 255
        string escaped = Uri.EscapeDataString(name).Replace("%40", "@", StringComparison.Ordinal);
        if (name.StartsWith('.'))
            escaped = "%2E" + escaped[1..];
        return escaped.Length <= MostBytes
            ? escaped
            : throw new ExportException($"'{name}' is too long to name a file after it");
    }

    private sealed class Trace(string path)
    {
        public byte[] Buffer = new byte[256];

        public string Path { get; } = path;

        public int Length { get; set; }

        public bool IsCreated { get; set; }

        public long? StartedAt { get; set; }
    }
}
