namespace MGen.Demo.Nodes;

/// <summary>The members of a cluster at one time.</summary>
/// <param name="Silos">Silos that are running.</param>
/// <param name="Gateways">Gateways that are running.</param>
/// <param name="EndedByThemselves">Processes that ended unexpectedly.</param>
internal sealed record ClusterState(int Silos, int Gateways, IReadOnlyList<NodeName> EndedByThemselves);
