namespace MGen.Model.Configuration.Files;

/// <summary>How directories that users name are listed.</summary>
public static class DirectoryListing
{
    /// <summary>
    /// All entries, also hidden ones. A directory that may not be listed has none, instead of an exception.
    /// </summary>
    public static EnumerationOptions Readable { get; } = new() { AttributesToSkip = 0, IgnoreInaccessible = true };

    /// <summary>
    /// Whether a program may write a directory of its own there: the path does not exist, or is an empty directory.
    /// </summary>
    /// <param name="path">A full path.</param>
    /// <exception cref="UnauthorizedAccessException">The directory may not be read.</exception>
    /// <exception cref="IOException">The directory cannot be read.</exception>
    public static bool IsFree(string path) =>
        !File.Exists(path) && (!Directory.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any());
}
