namespace MGen.Tools.Simulating;

/// <summary>A step of a histogram.</summary>
/// <param name="UpToSeconds">Its longest time; the shortest is that of the bucket before.</param>
/// <param name="Count">How many fell into it.</param>
internal sealed record SimulatedBucket(double UpToSeconds, long Count);
