using MGen.Demo.Nodes;

namespace MGen.Demo.Accounting;

/// <summary>The kill of a process while users talked, and its effect on their messages.</summary>
/// <param name="Node">The process.</param>
/// <param name="At">The time of the kill, counted from when users began to talk.</param>
/// <param name="HeldUp">Deliveries that arrived after waiting for the cluster to recover.</param>
/// <param name="Pause">The time from the kill until the last of these arrived; zero if there were none.</param>
/// <param name="Waiting">Deliveries that still wait.</param>
/// <param name="IsOver">Whether traffic has recovered.</param>
internal sealed record Kill(NodeName Node, TimeSpan At, long HeldUp, TimeSpan Pause, long Waiting, bool IsOver);
