namespace MGen.Simulation.Results;

/// <summary>What came of a simulation.</summary>
/// <param name="Counts">What happened.</param>
/// <param name="RoundTrips">From messages to their receipts.</param>
/// <param name="LogEvents">Events of the log; 0 if none was asked for.</param>
public sealed record SimulationResult(SimulationCounts Counts, RoundTrips RoundTrips, long LogEvents);
