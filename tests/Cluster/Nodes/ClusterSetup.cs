namespace MGen.Cluster.Tests.Nodes;

/// <summary>How a cluster for tests is set up.</summary>
/// <param name="Limits">How much its groups keep.</param>
/// <param name="AcceptLate">Whether users become members; else the registration phase is over before anybody connects.</param>
public sealed record ClusterSetup(GroupLimits Limits, bool AcceptLate);
