namespace MGen.Membership.Tables;

/// <summary>A small file that several processes of one machine read and change, one at a time. A change appears as a whole or not at all.</summary>
internal sealed class LockedFile(string folder, string name, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _path = Path.Combine(folder, name);

    /// <summary>Reads the file, and replaces it if the function returns other bytes.</summary>
    /// <param name="change">Gets the file's bytes; none if there is no file. Returns <c>null</c> to leave it as it is.</param>
    /// <returns>Whether it was replaced.</returns>
    /// <exception cref="IOException">The folder cannot be used, or the file stays locked for 10 s.</exception>
    public async Task<bool> VisitAsync(Func<byte[], byte[]?> change)
    {
        CreateFolder();
        await using FileStream locked = await LockAsync();
        byte[]? changed = change(await ReadAsync());
        if (changed is null)
            return false;
        string draft = $"{_path}.new";
        await File.WriteAllBytesAsync(draft, changed);
        File.Move(draft, _path, overwrite: true);
        return true;
    }

    /// <summary>Reads the file, and keeps others from reading and changing it until a task has ended.</summary>
    /// <param name="act">Gets the file's bytes; none if there is no file.</param>
    /// <returns>The task's result.</returns>
    /// <exception cref="IOException">The folder cannot be used, or the file stays locked for 10 s.</exception>
    public async Task<T> HoldAsync<T>(Func<byte[], Task<T>> act)
    {
        CreateFolder();
        await using FileStream locked = await LockAsync();
        return await act(await ReadAsync());
    }

    private async Task<byte[]> ReadAsync() => File.Exists(_path) ? await File.ReadAllBytesAsync(_path) : [];

    /// <summary>Only its user may enter: whoever writes here decides who is in the cluster.</summary>
    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
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
