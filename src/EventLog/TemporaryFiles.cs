namespace MGen.EventLog;

/// <summary>
/// Creates directories for temporary files, which contain the events of a log that do not fit into memory.
/// </summary>
public static class TemporaryFiles
{
    /// <summary>Creates a new directory for temporary files.</summary>
    /// <param name="prefix">The start of the directory's name.</param>
    /// <param name="parent">
    /// The parent directory, which is created if needed; <c>null</c>: the system's directory for temporary files, which
    /// has to exist.
    /// </param>
    /// <exception cref="TemporaryFilesException">The directory cannot be created.</exception>
    public static DirectoryInfo CreateDirectory(string prefix, string? parent)
    {
        if (parent is null && !Directory.Exists(Path.GetTempPath()))
            throw new TemporaryFilesException(Path.GetTempPath(), "there is no such directory");
        try
        {
            return parent is null
                ? Directory.CreateTempSubdirectory(prefix)
                : Directory.CreateDirectory(Path.Combine(parent, $"{prefix}{Guid.NewGuid():N}"));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new TemporaryFilesException(parent ?? Path.GetTempPath(), failure.Message, failure);
        }
    }
}

/// <summary>
/// Temporary files cannot be created or written. The message names their directory, so that the user does not search
/// for the failure in the input or the output.
/// </summary>
public sealed class TemporaryFilesException : IOException
{
    /// <summary>Creates the exception without a message.</summary>
    public TemporaryFilesException() { }

    /// <summary>Creates the exception with a message.</summary>
    public TemporaryFilesException(string message)
        : base(message) { }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public TemporaryFilesException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <summary>Creates the exception for a directory.</summary>
    public TemporaryFilesException(string directory, string reason, Exception? cause = null)
        : base($"temporary files in {directory}: {reason}", cause) { }
}
