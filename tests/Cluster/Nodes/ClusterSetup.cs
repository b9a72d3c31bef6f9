namespace MGen.Cluster.Tests.Nodes;

/// <summary>The set-up of a cluster for tests.</summary>
/// <param name="Limits">How much groups keep.</param>
/// <param name="AcceptLate">
/// Whether users may register; else the registration phase is over before the first connection.
/// </param>
public sealed record ClusterSetup(GroupLimits Limits, bool AcceptLate);
