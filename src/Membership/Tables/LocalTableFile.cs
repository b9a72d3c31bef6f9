using System.Text.Json;

namespace MGen.Membership.Tables;

/// <summary>A text that contains the table of members.</summary>
internal interface ITableText
{
    /// <summary>Reads the table.</summary>
    Task<LocalTable> ReadAsync();

    /// <summary>Reads the table, and replaces it if the function returns a new one.</summary>
    /// <returns>Whether it was replaced.</returns>
    Task<bool> VisitAsync(Func<LocalTable, LocalTable?> change);
}

/// <summary>The file that contains the table of members of a cluster on one machine.</summary>
internal sealed class LocalTableFile(string folder, string clusterId, TimeProvider clock) : ITableText
{
    private static readonly LocalTable Empty = new(0, []);

    private readonly LockedFile _file = new(folder, $"{clusterId}.json", clock);

    // The last content that was read, and what it means: members read the table every second, and it rarely changes.
    private volatile Tuple<byte[], LocalTable> _last = Tuple.Create<byte[], LocalTable>([], Empty);

    /// <inheritdoc/>
    public Task<LocalTable> ReadAsync()
    {
        byte[] bytes = _file.Read();
        if (!_last.Item1.AsSpan().SequenceEqual(bytes))
            _last = Tuple.Create(bytes, Parse(bytes));
        return Task.FromResult(_last.Item2);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The folder cannot be used, or the file stays locked for 10 s.</exception>
    public Task<bool> VisitAsync(Func<LocalTable, LocalTable?> change) =>
        _file.VisitAsync(bytes =>
            change(Parse(bytes)) is { } next
                ? JsonSerializer.SerializeToUtf8Bytes(next, LocalTableJson.Default.LocalTable)
                : null
        );

    /// <summary>Reads the table, and keeps the lock until a task has ended.</summary>
    /// <returns>The task's result.</returns>
    /// <exception cref="IOException">The folder cannot be used, or the file stays locked for 10 s.</exception>
    public Task<T> HoldAsync<T>(Func<LocalTable, Task<T>> act) => _file.HoldAsync(bytes => act(Parse(bytes)));

    private static LocalTable Parse(byte[] bytes) =>
        bytes.Length == 0 ? Empty : JsonSerializer.Deserialize(bytes, LocalTableJson.Default.LocalTable) ?? Empty;
}
