using System.Buffers.Text;
using MGen.Export.Links;

namespace MGen.Export.Traces;

/// <summary>
/// Writes a directory with one trace per person or conversation. Each line is <c>time,direction</c> or
/// <c>time,direction,size</c>: the time in nanoseconds since the first line of the trace, <c>s</c> (sent by the device)
/// or <c>r</c> (received), and the bytes. Lines are collected in buffers of limited size, so no file stays open.
/// </summary>
internal sealed class MaybenotWriter : IExportFormat, ILinkFormat
{
    /// <summary>The maximum size of all buffers together in bytes.</summary>
    private const int MaxBufferedBytes = 64 << 20;

    /// <summary>
    /// The maximum size of one trace's buffer in bytes: small enough for a processor's cache, and large enough that
    /// reopening the file costs little.
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
    /// <exception cref="ExportException">The directory is not empty.</exception>
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
        Trace trace = TraceFor(record.Connection.Conversation);
        trace.StartedAt ??= record.Time;
        int elements = _units.Count(record);
        for (int element = 0; element < elements; element++)
            Add(trace, record, _units.Bytes(record, element));
        if (_buffered > MaxBufferedBytes)
            FlushAll();
    }

    /// <summary>Every observed person or conversation has a trace, which may be empty.</summary>
    public void Complete()
    {
        FlushAll();
        foreach (
            Conversation conversation in _people.Conversations.Where(conversation => conversation.Person.IsObserved)
        )
        {
            Trace trace = TraceFor(conversation);
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

    private Trace TraceFor(Conversation conversation)
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

    /// <summary>
    /// Percent-encodes characters that a file system may refuse. Different names have different files.
    /// </summary>
    private static string FileName(string name)
    {
        const int MostBytes = 240; // file systems allow 255
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

/// <summary>Divides TLS records into the elements of a trace.</summary>
internal sealed class TraceUnits(TraceUnit unit, int segmentBytes)
{
    /// <summary>The size of a Tor cell, and of its payload of TLS records, in bytes.</summary>
    private const int CellBytes = 514;
    private const int CellPayloadBytes = 498;

    /// <summary>The IPv4 header (20 bytes) and the TCP header without timestamps (20 bytes).</summary>
    private const int PacketHeaderBytes = 40;

    /// <summary>The number of elements of a record.</summary>
    public int Count(in LinkRecord record) =>
        unit switch
        {
            TraceUnit.Record => 1,
            TraceUnit.Packet => Parts(record.Bytes, segmentBytes),
            _ => Parts(record.Bytes, CellPayloadBytes),
        };

    /// <summary>The size of an element of the record in bytes, by its index from 0.</summary>
    public int Bytes(in LinkRecord record, int element) =>
        unit switch
        {
            TraceUnit.Record => record.Bytes,
            TraceUnit.Packet => Math.Min(segmentBytes, record.Bytes - (element * segmentBytes)) + PacketHeaderBytes,
            _ => CellBytes,
        };

    private static int Parts(int bytes, int largest) => (bytes + largest - 1) / largest;
}
