namespace MGen.Fitting.Hmm;

/// <summary>
/// A hidden Markov model of messages per minute: two states, each with a Poisson rate. A sequence starts in state 0.
/// Either state may be the idle one; see <see cref="Ordered"/>.
/// </summary>
/// <param name="Rate0">Messages per minute in state 0.</param>
/// <param name="Rate1">Messages per minute in state 1.</param>
/// <param name="Leave0">Probability of a transition from state 0 to state 1 after a minute.</param>
/// <param name="Leave1">Probability of a transition from state 1 to state 0 after a minute.</param>
internal readonly record struct PoissonHmm(double Rate0, double Rate1, double Leave0, double Leave1)
{
    /// <summary>Smallest rate: a state without messages must not make a message impossible.</summary>
    public const double MinRate = 1e-10;

    /// <summary>Whether state 1 has the smaller rate, so that the labels must be swapped.</summary>
    public bool IsSwapped => Rate0 > Rate1;

    /// <summary>
    /// The same model with the state of the smaller rate as state 0 (except for the initial state, which does not
    /// matter after labelling).
    /// </summary>
    public PoissonHmm Ordered() => IsSwapped ? new PoissonHmm(Rate1, Rate0, Leave1, Leave0) : this;
}
