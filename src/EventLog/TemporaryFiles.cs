namespace MGen.EventLog;

/// <summary>The temporary files of a program for the events of a log that do not fit into memory.</summary>
public static class TemporaryFiles
{
    /// <summary>Creates a new directory for them.</summary>
    /// <param name="prefix">How its name begins.</param>
    /// <param name="parent">
    /// The directory in which it is created, and which is created if needed; <c>null</c>: the system's, which has to
    /// exist.
    /// </param>
    /// <exception cref="TemporaryFilesException">It cannot be created.</exception>
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
/// Temporary files cannot be created or written. The message names their directory: the failure is neither the input's
/// nor the output's.
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
