using System.Text.Json;

namespace MGen.Membership.Tables;

/// <summary>The file by which the members on one machine find each other.</summary>
internal sealed class LocalTableFile(string folder, string clusterId, TimeProvider clock)
{
    private readonly LockedFile _file = new(folder, $"{clusterId}.json", clock);

    /// <summary>Reads the table, and replaces it if the function returns another one.</summary>
    /// <returns>The table as it was, and whether it was replaced.</returns>
    /// <exception cref="IOException">The folder cannot be used, or the file stays locked.</exception>
    public async Task<(LocalTable Table, bool Changed)> VisitAsync(Func<LocalTable, LocalTable?> change)
    {
        LocalTable table = new(0, []);
        bool changed = await _file.VisitAsync(bytes =>
        {
            if (bytes.Length > 0)
                table = JsonSerializer.Deserialize(bytes, LocalTableJson.Default.LocalTable) ?? table;
            return change(table) is { } next ? JsonSerializer.SerializeToUtf8Bytes(next, LocalTableJson.Default.LocalTable) : null;
        });
        return (table, changed);
    }
}
