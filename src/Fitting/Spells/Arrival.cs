namespace MGen.Fitting.Spells;

/// <summary>The consequences of a message sent or received while idle.</summary>
/// <param name="Worth">Likelihood of everything that follows.</param>
/// <param name="Activated">Probability that the message made the user active.</param>
/// <param name="PerTimeout">
/// Factor by which a timeout's probability, times the likelihood of everything that follows it, is multiplied to give
/// the probability that it was drawn.
/// </param>
internal readonly record struct Arrival(double Worth, double Activated, double PerTimeout)
{
    /// <summary>The end of a chat: nothing follows, and a running idle delay is censored.</summary>
    public static Arrival End => new(1, 1, 0);
}
