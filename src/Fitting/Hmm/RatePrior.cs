namespace MGen.Fitting.Hmm;

/// <summary>How the gamma prior of the rates enters the maximisation step.</summary>
internal enum RatePrior
{
    /// <summary>
    /// As pseudo-counts of messages over the state's own minutes: the exact maximum of likelihood times prior.
    /// </summary>
    OwnMinutes,

    /// <summary>
    /// As in the original's library: over all minutes of both states, so that the likelihood may decrease slightly.
    /// </summary>
    AllMinutes,
}
