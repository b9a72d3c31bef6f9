using MGen.Cli;

namespace MGen.Demo.Results;

/// <summary>Whether a run can be trusted. The summary has these names in lower case.</summary>
internal enum Verdict
{
    /// <summary>Everything arrived, and was sent on time.</summary>
    Ok = ExitCode.Ok,

    /// <summary>Something was lost, or arrived without having been sent.</summary>
    Lossy = ExitCode.CheckFailed,

    /// <summary>Everything arrived, but messages were created late: the machine was too slow.</summary>
    Doubtful = ExitCode.Doubtful,

    /// <summary>A signal ended it early.</summary>
    Interrupted = ExitCode.Interrupted,
}
