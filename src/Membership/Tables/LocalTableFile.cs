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
    private readonly LockedFile _file = new(folder, $"{clusterId}.json", clock);

    private readonly ParsedContent<LocalTable> _content = new(LocalTable.Parse);

    /// <inheritdoc/>
    public Task<LocalTable> ReadAsync() => Task.FromResult(_content.From(_file.Read()));

    /// <inheritdoc/>
    /// <exception cref="IOException">The folder cannot be used, or the file stays locked for 10 s.</exception>
    /// <exception cref="UnauthorizedAccessException">The user has no access to the folder or its files.</exception>
    public Task<bool> VisitAsync(Func<LocalTable, LocalTable?> change) =>
        _file.VisitAsync(bytes => change(LocalTable.Parse(bytes))?.ToJson());

    /// <summary>Reads the table, and keeps the lock until a task has ended.</summary>
    /// <returns>The task's result.</returns>
    /// <exception cref="IOException">The folder cannot be used, or the file stays locked for 10 s.</exception>
    /// <exception cref="UnauthorizedAccessException">The user has no access to the folder or its files.</exception>
    public Task<T> HoldAsync<T>(Func<LocalTable, Task<T>> act) =>
        _file.HoldAsync(bytes => act(LocalTable.Parse(bytes)));
}
