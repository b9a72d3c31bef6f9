namespace MGen.Simulation.Results;

/// <summary>Attachments that went one way.</summary>
/// <param name="Completed">Those transferred whole before the end of the grace time.</param>
/// <param name="CompletedBytes">Their bytes.</param>
/// <param name="Unfinished">Those asked for and not through by then.</param>
public sealed record TransferCounts(long Completed, long CompletedBytes, long Unfinished);
