using MGen.Demo.Nodes;

namespace MGen.Demo.Accounting;

/// <summary>A process that was killed while users talked, and what that did to their messages.</summary>
/// <param name="Node">Which one.</param>
/// <param name="At">When, from when users began to talk.</param>
/// <param name="HeldUp">Deliveries that came, and had to wait for the cluster to recover.</param>
/// <param name="Pause">From the kill until the last of these came; zero if there were none.</param>
/// <param name="Waiting">Deliveries that still wait.</param>
/// <param name="IsOver">Whether everything flows again.</param>
internal sealed record Kill(NodeName Node, TimeSpan At, long HeldUp, TimeSpan Pause, long Waiting, bool IsOver);
