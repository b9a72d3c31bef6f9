using System.Diagnostics.CodeAnalysis;
using Parquet;
using Parquet.Schema;

namespace MGen.Export.Tables;

/// <summary>Writes one Parquet file. Rows are held in memory until a row group is full. Not thread-safe.</summary>
internal sealed class ParquetTable : IDisposable
{
    /// <summary>The initial capacity of a column.</summary>
    public const int FirstCapacity = 1 << 10;

    /// <summary>
    /// The number of rows of a row group: about 10 MB in memory, and large enough for readers that process one group at
    /// a time.
    /// </summary>
    private const int RowsPerGroup = 1 << 17;

    private readonly FileStream _file;
    private readonly ParquetColumn[] _columns;
    private readonly ParquetWriter _writer;

    /// <summary>Creates the file.</summary>
    public ParquetTable(string path, string application, params ParquetColumn[] columns)
    {
        _columns = columns;
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
        ParquetSchema schema = new(columns.Select(column => column.Field));
        _writer = Await(
            ParquetWriter.CreateAsync(
                schema,
                _file,
                new ParquetOptions { CompressionMethod = CompressionMethod.Snappy }
            )
        );
        _writer.CustomMetadata = new Dictionary<string, string> { ["application"] = application };
    }

    /// <summary>The number of complete rows.</summary>
    public long Rows { get; private set; }

    /// <summary>Ends a row. Each column must have received one value since the end of the previous row.</summary>
    public void EndRow()
    {
        Rows++;
        if (_columns[0].Count == RowsPerGroup)
            WriteGroup();
    }

    /// <summary>Writes the remaining rows, and closes the file.</summary>
    /// <exception cref="IOException">The disk is full, or the like.</exception>
    public void Complete()
    {
        if (_columns[0].Count > 0 || Rows == 0)
            WriteGroup();
        Await(CloseAsync());
        _file.Dispose();

        async Task<bool> CloseAsync()
        {
            await _writer.DisposeAsync().ConfigureAwait(false);
            return true;
        }
    }

    /// <summary>
    /// Closes the file. Without a call of <see cref="Complete"/> it has no footer, so it is not a valid Parquet file.
    /// </summary>
    public void Dispose() => _file.Dispose();

    private void WriteGroup()
    {
        Await(WriteGroupAsync());
        foreach (ParquetColumn column in _columns)
            column.Clear();
    }

    private async Task<bool> WriteGroupAsync()
    {
        using ParquetRowGroupWriter group = _writer.CreateRowGroup();
        foreach (ParquetColumn column in _columns)
            await column.WriteAsync(group).ConfigureAwait(false);
        group.CompleteValidate();
        return true;
    }

    [SuppressMessage(
        "Usage",
        "VSTHRD002",
        Justification = "The library has no other interface; a file's writes end by themselves, and no thread that they need waits here."
    )]
    private static T Await<T>(Task<T> task) => task.GetAwaiter().GetResult();
}

/// <summary>A column of a <see cref="ParquetTable"/> with its unwritten values.</summary>
internal abstract class ParquetColumn(DataField field)
{
    public DataField Field { get; } = field;

    /// <summary>The number of unwritten values.</summary>
    public abstract int Count { get; }

    /// <summary>Writes the unwritten values.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group);

    public abstract void Clear();
}

/// <summary>A column of integers that are never null.</summary>
internal sealed class NumberColumn<T>(string name) : ParquetColumn(new DataField<T>(name))
    where T : struct
{
    private T[] _values = new T[ParquetTable.FirstCapacity];
    private int _count;

    public override int Count => _count;

    public void Add(T value)
    {
        if (_count == _values.Length)
            Array.Resize(ref _values, 2 * _count);
        _values[_count++] = value;
    }

    public override Task WriteAsync(ParquetRowGroupWriter group) =>
        group.WriteAsync<T>(Field, _values.AsMemory(0, _count));

    public override void Clear() => _count = 0;
}

/// <summary>A column of integers that may be null.</summary>
internal sealed class OptionalNumberColumn<T>(string name) : ParquetColumn(new DataField<T?>(name))
    where T : struct
{
    private T?[] _values = new T?[ParquetTable.FirstCapacity];
    private int _count;

    public override int Count => _count;

    public void Add(T? value)
    {
        if (_count == _values.Length)
            Array.Resize(ref _values, 2 * _count);
        _values[_count++] = value;
    }

    public override Task WriteAsync(ParquetRowGroupWriter group) =>
        group.WriteAsync<T>(Field, _values.AsMemory(0, _count));

    public override void Clear() => _count = 0;
}

/// <summary>A column of text. A value may be <c>null</c> only if the column is optional.</summary>
internal sealed class TextColumn(string name, bool isOptional = false)
    : ParquetColumn(new DataField<string>(name, isOptional))
{
    private readonly List<string?> _values = new(ParquetTable.FirstCapacity);

    public override int Count => _values.Count;

    public void Add(string? value) => _values.Add(value);

    public override Task WriteAsync(ParquetRowGroupWriter group) => group.WriteAsync(Field, _values!, null);

    public override void Clear() => _values.Clear();
}
