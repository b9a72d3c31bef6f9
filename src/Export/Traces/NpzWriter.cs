using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using MGen.Export.Links;

namespace MGen.Export.Traces;

/// <summary>
/// Writes the arrays that website-fingerprinting code reads: <c>X</c> (rows x length, float32), <c>y</c> (rows, int64)
/// and <c>classes</c> (the names of the labels). A row contains the traffic of one person or conversation in one window
/// of time. Windows without a record have no row.
/// </summary>
internal sealed class NpzWriter : IExportFormat, ILinkFormat
{
    private readonly string _path;
    private readonly string _rowsPath;
    private readonly ExportOptions _options;
    private readonly Func<long> _start;
    private readonly TraceUnits _units;
    private readonly FileStream _rows;
    private readonly Dictionary<int, Row> _open = [];
    private readonly Stack<Row> _spare = new();
    private readonly List<long> _labels = [];
    private readonly Dictionary<int, int> _classes = [];
    private readonly List<string> _classNames = [];
    private long _window = long.MinValue;
    private long _rowsCut;

    /// <summary>
    /// Creates a temporary file of rows in the output's directory, because the header of the array contains the number
    /// of rows.
    /// </summary>
    public NpzWriter(string path, ExportOptions options, Func<long> start)
    {
        _path = path;
        _rowsPath = path + ".rows";
        _options = options;
        _start = start;
        _units = new TraceUnits(options.Unit, options.SegmentBytes);
        _rows = new FileStream(
            _rowsPath,
            FileMode.Create,
            FileAccess.ReadWrite,
            FileShare.None,
            1 << 16,
            FileOptions.DeleteOnClose
        );
        if (options.Label == RowLabel.Activity)
            _classNames.AddRange(["idle", "active"]);
    }

    public string? Warning =>
        _rowsCut == 0
            ? null
            : $"{_path}: {_rowsCut:N0} of {_labels.Count:N0} rows had more than {_options.RowLength:N0} elements and were cut";

    public void Write(in LinkRecord record)
    {
        if (record.Bytes == 0)
            return;
        long window = Math.DivRem(record.Time - _start(), NanosecondsPerWindow, out long sinceRowStart);
        if (sinceRowStart < 0) // with a modelled round trip, a connection begins before its first event
            (window, sinceRowStart) = (window - 1, sinceRowStart + NanosecondsPerWindow);
        if (window != _window)
            CloseRows();
        _window = window;
        Row row = RowFor(record.Connection);
        row.IsActive |= record.IsActive;
        int elements = _units.Count(record);
        for (int element = 0; element < elements; element++)
            row.Add(Value(record, sinceRowStart, element));
    }

    public void Complete()
    {
        CloseRows();
        _rows.Flush();
        using FileStream file = new(_path, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        using ZipArchive archive = new(file, ZipArchiveMode.Create);
        WriteRows(archive);
        WriteLabels(archive);
        WriteClasses(archive);
    }

    public void Dispose() => _rows.Dispose();

    private long NanosecondsPerWindow => _options.Window.Ticks * TimeSpan.NanosecondsPerTick;

    private float Value(in LinkRecord record, long sinceRowStart, int element)
    {
        const float LeastTime = 1e-9f;
        float value =
            _options.Value == ElementValue.Size
                ? _units.Bytes(record, element)
                : Math.Max(sinceRowStart / 1e9f, LeastTime);
        return record.IsOutgoing ? value : -value;
    }

    private Row RowFor(Connection connection)
    {
        bool isPerson = _options.Scope == TraceScope.Person;
        int key = isPerson ? connection.Conversation.Person.Number : connection.Conversation.Number;
        if (!_open.TryGetValue(key, out Row? row))
        {
            row = _spare.Count > 0 ? _spare.Pop() : new Row(_options.RowLength);
            row.Class = ClassFor(connection);
            _open.Add(key, row);
        }
        return row;
    }

    private int ClassFor(Connection connection)
    {
        if (_options.Label == RowLabel.Activity)
            return 0;
        bool isPerson = _options.Label == RowLabel.Person;
        int key = isPerson ? connection.Conversation.Person.Number : connection.Conversation.Number;
        if (!_classes.TryGetValue(key, out int number))
        {
            _classes.Add(key, number = _classNames.Count);
            _classNames.Add(isPerson ? connection.Conversation.Person.Name : connection.Conversation.Name);
        }
        return number;
    }

    private void CloseRows()
    {
        foreach (Row row in _open.Values)
        {
            _rows.Write(MemoryMarshal.AsBytes(row.Values.AsSpan()));
            _labels.Add(_options.Label == RowLabel.Activity ? (row.IsActive ? 1 : 0) : row.Class);
            _rowsCut += row.IsCut ? 1 : 0;
            row.Clear();
            _spare.Push(row);
        }
        _open.Clear();
    }

    /// <summary>
    /// Adds an entry with the earliest time of the zip format instead of the current time, so that equal input gives
    /// equal bytes.
    /// </summary>
    private static Stream CreateEntry(ZipArchive archive, string name)
    {
        ZipArchiveEntry entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return entry.Open();
    }

    private void WriteRows(ZipArchive archive)
    {
        using Stream output = CreateEntry(archive, "X.npy");
        output.Write(NpyHeader.Format("<f4", $"({_labels.Count}, {_options.RowLength})"));
        _rows.Position = 0;
        _rows.CopyTo(output);
    }

    private void WriteLabels(ZipArchive archive)
    {
        using Stream output = CreateEntry(archive, "y.npy");
        output.Write(NpyHeader.Format("<i8", $"({_labels.Count},)"));
        output.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_labels)));
    }

    /// <summary>NumPy strings are UTF-32 of fixed length.</summary>
    private void WriteClasses(ZipArchive archive)
    {
        int longest = Math.Max(1, _classNames.Select(name => name.EnumerateRunes().Count()).DefaultIfEmpty().Max());
        using Stream output = CreateEntry(archive, "classes.npy");
        output.Write(NpyHeader.Format($"<U{longest}", $"({_classNames.Count},)"));
        byte[] item = new byte[sizeof(int) * longest];
        foreach (string name in _classNames)
        {
            Array.Clear(item);
            foreach ((int place, System.Text.Rune rune) in name.EnumerateRunes().Index())
                BinaryPrimitives.WriteInt32LittleEndian(item.AsSpan(sizeof(int) * place), rune.Value);
            output.Write(item);
        }
    }

    private sealed class Row(int length)
    {
        private int _count;

        /// <summary>The values, padded with zeros.</summary>
        public float[] Values { get; } = new float[length];

        public int Class { get; set; }

        public bool IsActive { get; set; }

        public bool IsCut { get; private set; }

        public void Add(float value)
        {
            if (_count < Values.Length)
                Values[_count++] = value;
            else
                IsCut = true;
        }

        public void Clear()
        {
            Values.AsSpan(0, _count).Clear();
            (_count, IsActive, IsCut) = (0, false, false);
        }
    }
}

/// <summary>
/// The header of NumPy's file format 1.0: magic, version, length, and a Python dictionary that is padded so that the
/// data begin at a multiple of 64.
/// </summary>
internal static class NpyHeader
{
    /// <summary>Returns the bytes before the data.</summary>
    /// <param name="type">NumPy's name of the element type, for example <c>&lt;f4</c>.</param>
    /// <param name="shape">The shape in Python's notation, for example <c>(3, 500)</c>.</param>
    public static byte[] Format(string type, string shape)
    {
        const int Prefix = 10;
        const int Alignment = 64;
        string text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}";
        int length = (((Prefix + text.Length + 1) + Alignment - 1) / Alignment * Alignment) - Prefix;
        byte[] header = new byte[Prefix + length];
        (
            (ReadOnlySpan<byte>)
                [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)length, (byte)(length >> 8)]
        ).CopyTo(header);
        Encoding.ASCII.GetBytes(text.PadRight(length - 1) + '\n', header.AsSpan(Prefix));
        return header;
    }
}
