using System.Diagnostics.CodeAnalysis;
using Parquet;
using Parquet.Schema;

namespace MGen.Export.Tables;

/// <summary>
/// Writes one Parquet file, in groups of rows that are held until one is full. Not for several threads.
/// </summary>
internal sealed class ParquetTable : IDisposable
{
    /// <summary>Values for which a column has room at first.</summary>
    public const int FirstCapacity = 1 << 10;

    /// <summary>Rows of a group: some 10 MB in memory, and enough for readers that take group by group.</summary>
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

    /// <summary>Rows that are complete.</summary>
    public long Rows { get; private set; }

    /// <summary>Each column has got the value of one more row.</summary>
    public void EndRow()
    {
        Rows++;
        if (_columns[0].Count == RowsPerGroup)
            WriteGroup();
    }

    /// <summary>Writes the rest and closes the file.</summary>
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
    /// Closes the file as it is; without <see cref="Complete"/> it has no footer and is no Parquet file.
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
