namespace MGen.Fitting.Hmm;

/// <summary>How the hidden Markov model is trained. The defaults are the original's.</summary>
internal sealed record TrainingOptions
{
    /// <summary>Random starting points, seeds 0 to this number - 1 on top of <see cref="Seed"/>; the best one counts. At least 1. Default 10.</summary>
    public int Starts { get; init; } = 10;

    /// <summary>Most iterations from one start, at least 1. Default 10.</summary>
    public int Iterations { get; init; } = 10;

    /// <summary>An iteration that gains less log-likelihood than this is the last one. Default 0.01, as in the original's library.</summary>
    public double Tolerance { get; init; } = 0.01;

    /// <summary>Added to the seeds of the starts. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether the starting points are those that the original draws.</summary>
    public bool OriginalStarts { get; init; }

    /// <summary>How the prior is applied.</summary>
    public RatePrior Prior { get; init; }

    /// <summary>Whether a start whose likelihood cannot be told shifts the choice among the others, as in the original.</summary>
    public bool FailedScoreShiftsChoice { get; init; }
}
