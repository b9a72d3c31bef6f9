using System.Text.Json;

namespace MGen.Membership.Tables;

/// <summary>A file that several processes of one machine read and change, one at a time. What is written appears as a whole or not at all.</summary>
internal sealed class LocalTableFile(string folder, string clusterId, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _path = Path.Combine(folder, $"{clusterId}.json");

    /// <summary>Reads the table, and replaces it if the function returns another one.</summary>
    /// <returns>What the function was told, and whether it was replaced.</returns>
    /// <exception cref="IOException">The folder cannot be used, or the file stays locked.</exception>
    public async Task<(LocalTable Table, bool Changed)> VisitAsync(Func<LocalTable, LocalTable?> change)
    {
        CreateFolder();
        await using FileStream locked = await LockAsync();
        LocalTable table = Read();
        LocalTable? changed = change(table);
        if (changed is null)
            return (table, false);
        string draft = $"{_path}.new";
        await File.WriteAllBytesAsync(draft, JsonSerializer.SerializeToUtf8Bytes(changed, LocalTableJson.Default.LocalTable));
        File.Move(draft, _path, overwrite: true);
        return (changed, true);
    }

    /// <summary>Only its user may enter: whoever writes here decides who is in the cluster.</summary>
    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private LocalTable Read()
    {
        if (!File.Exists(_path))
            return new LocalTable(0, []);
        return JsonSerializer.Deserialize(File.ReadAllBytes(_path), LocalTableJson.Default.LocalTable) ?? new LocalTable(0, []);
    }

    /// <summary>The lock goes with the process that holds it, however that ends.</summary>
    private async Task<FileStream> LockAsync()
    {
        for (TimeSpan waited = TimeSpan.Zero; ; waited += Pause)
        {
            try
            {
                return new FileStream($"{_path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited < Patience)
            {
                await Task.Delay(Pause, clock);
            }
        }
    }
}
