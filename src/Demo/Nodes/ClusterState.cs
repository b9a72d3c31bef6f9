namespace MGen.Demo.Nodes;

/// <summary>What there is of a cluster at one moment.</summary>
/// <param name="Silos">Silos that run.</param>
/// <param name="Gateways">Gateways that run.</param>
/// <param name="EndedByThemselves">What ended although nobody had asked for it.</param>
internal sealed record ClusterState(int Silos, int Gateways, IReadOnlyList<NodeName> EndedByThemselves);
