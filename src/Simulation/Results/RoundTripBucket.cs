namespace MGen.Simulation.Results;

/// <summary>A step of a histogram of times.</summary>
/// <param name="UpTo">Its longest time.</param>
/// <param name="Count">How many fell into it.</param>
public sealed record RoundTripBucket(TimeSpan UpTo, long Count);
