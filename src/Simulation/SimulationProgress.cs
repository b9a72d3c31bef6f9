namespace MGen.Simulation;

/// <summary>How far a simulation is.</summary>
/// <param name="ConversationsDone">Conversations whose group was simulated to the end.</param>
/// <param name="Conversations">All conversations.</param>
/// <param name="Events">Events simulated so far.</param>
/// <param name="LogEvents">Events of the log handed to the sink so far: they come when all groups are done.</param>
/// <param name="LogEventsTotal">All events of the log; 0 until the groups are done.</param>
public readonly record struct SimulationProgress(long ConversationsDone, long Conversations, long Events, long LogEvents, long LogEventsTotal);
