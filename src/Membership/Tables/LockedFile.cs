namespace MGen.Membership.Tables;

/// <summary>
/// A small file that several processes of one machine read and change, one at a time. A change is atomic: a process
/// that is killed leaves the old or the new content.
/// </summary>
internal sealed class LockedFile(string folder, string name, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _path = Path.Combine(folder, name);

    /// <summary>Reads the file. No lock is needed, because a change replaces the file as a whole.</summary>
    /// <returns>The content; empty if there is no file.</returns>
    public byte[] Read()
    {
        try
        {
            return File.ReadAllBytes(_path);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>Reads the file, and replaces its content if the function returns bytes.</summary>
    /// <param name="change">
    /// Receives the content; empty if there is no file. Returns <c>null</c> to leave it unchanged.
    /// </param>
    /// <returns>Whether it was replaced.</returns>
    /// <exception cref="IOException">The folder cannot be used, or the file stays locked for 10 s.</exception>
    /// <exception cref="UnauthorizedAccessException">The user has no access to the folder or its files.</exception>
    public async Task<bool> VisitAsync(Func<byte[], byte[]?> change)
    {
        CreateFolder();
        await using FileStream locked = await LockAsync();
        byte[]? changed = change(Read());
        if (changed is null)
            return false;
        // A rename is atomic, a write is not. The draft's name is fixed, because the lock admits one writer; so killed
        // writers leave at most one draft.
        string draft = $"{_path}.new";
        await File.WriteAllBytesAsync(draft, changed);
        File.Move(draft, _path, overwrite: true);
        return true;
    }

    /// <summary>Reads the file, and keeps the lock until a task has ended.</summary>
    /// <param name="act">Receives the content; empty if there is no file.</param>
    /// <returns>The task's result.</returns>
    /// <exception cref="IOException">The folder cannot be used, or the file stays locked for 10 s.</exception>
    /// <exception cref="UnauthorizedAccessException">The user has no access to the folder or its files.</exception>
    public async Task<T> HoldAsync<T>(Func<byte[], Task<T>> act)
    {
        CreateFolder();
        await using FileStream locked = await LockAsync();
        return await act(Read());
    }

    /// <summary>
    /// Creates a missing folder with access for its user only: a process that can write here can join the cluster.
    /// </summary>
    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(
                folder,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
    }

    /// <summary>
    /// Opens the lock file. The kernel releases the lock when the process ends, even by <c>kill -9</c>.
    /// </summary>
    private async Task<FileStream> LockAsync()
    {
        for (TimeSpan waited = TimeSpan.Zero; ; waited += Pause)
        {
            try
            {
                // The lock has a separate file. The rename replaces the data file, and a lock on the replaced file
                // would exclude no process.
                return new FileStream($"{_path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited < Patience)
            {
                // Polls: .NET can try an exclusive lock, but not wait for one.
                await Task.Delay(Pause, clock);
            }
        }
    }
}

/// <summary>
/// The parsed content of a file. Members read their tables up to twice a second, and the tables rarely change, so the
/// last content is kept together with its parsed form. Thread-safe.
/// </summary>
/// <param name="parse">Parses the content; empty if there is no file.</param>
internal sealed class ParsedContent<T>(Func<byte[], T> parse)
    where T : class
{
    private volatile Tuple<byte[], T>? _last;

    /// <summary>Returns the parsed form of a content. Callers share the object, and must not change it.</summary>
    public T From(byte[] bytes)
    {
        if (_last is { } last && last.Item1.AsSpan().SequenceEqual(bytes))
            return last.Item2;
        T parsed = parse(bytes);
        _last = Tuple.Create(bytes, parsed);
        return parsed;
    }
}
