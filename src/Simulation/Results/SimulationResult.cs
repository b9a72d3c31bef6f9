namespace MGen.Simulation.Results;

/// <summary>The result of a simulation.</summary>
/// <param name="Counts">The counts.</param>
/// <param name="RoundTrips">Times from messages to their receipts.</param>
/// <param name="LogEvents">Number of events in the log; 0 without a log.</param>
public sealed record SimulationResult(SimulationCounts Counts, RoundTrips RoundTrips, long LogEvents);
