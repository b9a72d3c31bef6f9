namespace MGen.Tools.Simulating;

/// <summary>The simulator about itself: what differs from one machine to the next.</summary>
/// <param name="Threads">Threads that simulated.</param>
/// <param name="ElapsedSeconds">How long it took, the log included.</param>
/// <param name="EventsPerSecond">Events by that.</param>
internal sealed record SimulatedSelf(int Threads, double ElapsedSeconds, double EventsPerSecond);
