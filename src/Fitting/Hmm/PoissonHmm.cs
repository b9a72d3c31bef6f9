namespace MGen.Fitting.Hmm;

/// <summary>
/// A hidden Markov model of messages per minute: two states, each with a Poisson rate. A sequence starts in state 0. Until
/// <see cref="Ordered"/> has been asked, neither state is the idle one.
/// </summary>
/// <param name="Rate0">Messages per minute in state 0.</param>
/// <param name="Rate1">Messages per minute in state 1.</param>
/// <param name="Leave0">Probability that the minute after one in state 0 is in state 1.</param>
/// <param name="Leave1">Probability that the minute after one in state 1 is in state 0.</param>
internal readonly record struct PoissonHmm(double Rate0, double Rate1, double Leave0, double Leave1)
{
    /// <summary>Lowest rate: a state that has no messages at all must not make one impossible.</summary>
    public const double MinRate = 1e-10;

    /// <summary>Whether state 1 is the quieter one, so that the labels have to be swapped.</summary>
    public bool IsSwapped => Rate0 > Rate1;

    /// <summary>The same model with the quieter state as state 0 (but for the start, which no longer counts after labelling).</summary>
    public PoissonHmm Ordered() => IsSwapped ? new PoissonHmm(Rate1, Rate0, Leave1, Leave0) : this;
}
