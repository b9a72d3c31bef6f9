namespace MGen.Cli;

/// <summary>
/// The exit codes of all programs. The <see cref="Help.ExitTable"/> of a program says what they mean there.
/// </summary>
public enum ExitCode
{
    /// <summary>Finished; all checks held. Also a server stopped by a signal.</summary>
    Ok = 0,

    /// <summary>A bug of this program.</summary>
    Bug = 1,

    /// <summary>Bad usage or configuration; nothing was started.</summary>
    Usage = 2,

    /// <summary>
    /// Could not start: an address in use, an unreadable certificate, an output that cannot be written.
    /// </summary>
    CouldNotStart = 3,

    /// <summary>
    /// Finished, but a check failed: messages were lost, or the output differs from what was requested.
    /// </summary>
    CheckFailed = 4,

    /// <summary>Finished, but the result is doubtful, for example because the generator lagged.</summary>
    Doubtful = 5,

    /// <summary>Interrupted before its end.</summary>
    Interrupted = 130,
}
