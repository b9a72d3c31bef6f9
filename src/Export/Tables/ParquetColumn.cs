using Parquet;
using Parquet.Schema;

namespace MGen.Export.Tables;

/// <summary>A column of a <see cref="ParquetTable"/> and what waits to be written of it.</summary>
internal abstract class ParquetColumn(DataField field)
{
    public DataField Field { get; } = field;

    /// <summary>Values that wait.</summary>
    public abstract int Count { get; }

    /// <summary>Writes the values that wait.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group);

    public abstract void Clear();
}

/// <summary>Numbers, none of them null.</summary>
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

/// <summary>Numbers or null.</summary>
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

/// <summary>Text; <c>null</c> only if the column is optional.</summary>
internal sealed class TextColumn(string name, bool isOptional = false)
    : ParquetColumn(new DataField<string>(name, isOptional))
{
    private readonly List<string?> _values = new(ParquetTable.FirstCapacity);

    public override int Count => _values.Count;

    public void Add(string? value) => _values.Add(value);

    public override Task WriteAsync(ParquetRowGroupWriter group) => group.WriteAsync(Field, _values!, null);

    public override void Clear() => _values.Clear();
}
