namespace MGen.Cli;

/// <summary>How a program ended; what the codes mean in one program is in its <see cref="Help.ExitTable"/>.</summary>
public enum ExitCode
{
    /// <summary>Finished; all checks held. A server that was asked to stop ends so.</summary>
    Ok = 0,

    /// <summary>A bug of this program.</summary>
    Bug = 1,

    /// <summary>Bad usage or configuration; nothing was started.</summary>
    Usage = 2,

    /// <summary>
    /// Could not start: an address in use, an unreadable certificate, a place that cannot be written to.
    /// </summary>
    CouldNotStart = 3,

    /// <summary>Finished, and a check failed: messages were lost, or what was made is not what was asked for.</summary>
    CheckFailed = 4,

    /// <summary>Finished, but the result is doubtful: the generator itself lagged.</summary>
    Doubtful = 5,

    /// <summary>Interrupted before its end.</summary>
    Interrupted = 130,
}
