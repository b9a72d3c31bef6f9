using System.Runtime.InteropServices;

namespace MGen.Analysis.Tests;

/// <summary>
/// A directory that only its owner may read, inside one that everyone may read. It also runs code as another user: root
/// may read everything, so tests that run as root would not see what other users see. Linux only.
/// </summary>
internal sealed partial class LockedDirectory : IDisposable
{
    private const int Nobody = 65534;

    private const UnixFileMode ForOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode ForAll =
        ForOwner
        | UnixFileMode.GroupRead
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherExecute;

    private readonly string _path;

    /// <param name="parent">An existing directory.</param>
    /// <param name="name">The path of the directory in it.</param>
    public LockedDirectory(string parent, string name = "locked")
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems have no user per thread");
        Name = name;
        _path = Path.Combine(parent, name);
        SetMode(parent, ForAll);
        Directory.CreateDirectory(_path);
        SetMode(_path, Environment.IsPrivilegedProcess ? ForOwner : UnixFileMode.None);
    }

    /// <summary>Its path from its parent.</summary>
    public string Name { get; }

    /// <summary>
    /// Starts code as a user without privileges; after an incomplete <c>await</c> the code has privileges again.
    /// </summary>
    public Task<T> AsNobodyAsync<T>(Func<Task<T>> start) => AsNobody(start);

    /// <summary>Runs code as a user without privileges. Only on the calling thread.</summary>
    public T AsNobody<T>(Func<T> run)
    {
        int user = setfsuid(Environment.IsPrivilegedProcess ? Nobody : -1);
        try
        {
            return run();
        }
        finally
        {
            _ = setfsuid(user);
        }
    }

    public void Dispose() => SetMode(_path, ForOwner);

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
    }

    // Linux keeps the user of file accesses per thread, and libc does not pass it to the others.
    [LibraryImport("libc")]
    private static partial int setfsuid(int user);
}
