namespace MGen.Fitting.Hmm;

/// <summary>How the gamma prior of the rates enters the maximisation step.</summary>
internal enum RatePrior
{
    /// <summary>As pseudo-messages over the state's own minutes: the exact maximum of likelihood times prior.</summary>
    OwnMinutes,

    /// <summary>As the original's library has it: over all minutes of both states, so that the likelihood may fall by a trace.</summary>
    AllMinutes,
}
