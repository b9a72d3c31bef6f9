using MGen.Cli;

namespace MGen.Demo.Results;

/// <summary>Whether a run can be trusted. The summary writes these names in lower case.</summary>
internal enum Verdict
{
    /// <summary>Everything arrived, in time.</summary>
    Ok = ExitCode.Ok,

    /// <summary>Something was lost, or came that nobody had sent.</summary>
    Lossy = ExitCode.CheckFailed,

    /// <summary>Everything arrived, but messages were made late: the machine was too slow.</summary>
    Doubtful = ExitCode.Doubtful,

    /// <summary>A signal ended it early.</summary>
    Interrupted = ExitCode.Interrupted,
}
