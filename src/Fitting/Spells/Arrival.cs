namespace MGen.Fitting.Spells;

/// <summary>What a message sent or received while idle leads to.</summary>
/// <param name="Worth">How likely all that follows is.</param>
/// <param name="Activated">The probability that it made the user active.</param>
/// <param name="PerTimeout">What a timeout's probability, times how likely all that follows it is, has to be multiplied by to get the probability that it was drawn.</param>
internal readonly record struct Arrival(double Worth, double Activated, double PerTimeout)
{
    /// <summary>The end of a chat: nothing follows, and an idle delay that was running is cut short.</summary>
    public static Arrival End => new(1, 1, 0);
}
