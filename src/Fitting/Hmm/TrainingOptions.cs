namespace MGen.Fitting.Hmm;

/// <summary>How the hidden Markov model is trained. The defaults are the original's.</summary>
internal sealed record TrainingOptions
{
    /// <summary>
    /// Number of random starting points, at least 1, with the seeds from <see cref="Seed"/> on; the best result is
    /// used. Default 10.
    /// </summary>
    public int Starts { get; init; } = 10;

    /// <summary>Largest number of iterations per starting point, at least 1. Default 10.</summary>
    public int Iterations { get; init; } = 10;

    /// <summary>
    /// The training stops after an iteration that gains less log-likelihood than this. Default 0.01, as in the
    /// original's library.
    /// </summary>
    public double Tolerance { get; init; } = 0.01;

    /// <summary>Added to the seeds of the starting points. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether the starting points are those that the original draws.</summary>
    public bool OriginalStarts { get; init; }

    /// <summary>How the prior is applied.</summary>
    public RatePrior Prior { get; init; }

    /// <summary>
    /// Whether a starting point with an undefined likelihood shifts the choice among the others, as in the original.
    /// </summary>
    public bool FailedScoreShiftsChoice { get; init; }
}

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
