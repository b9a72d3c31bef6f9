using MGen.Demo.Accounting;
using MGen.Demo.Nodes;
using MGen.Messenger.Measurement;

namespace MGen.Demo;

/// <summary>A run as it is at one moment.</summary>
/// <param name="Talked">For how long everybody has been awake; <c>null</c> as long as users register.</param>
/// <param name="Registered">Members registered with their groups.</param>
/// <param name="Fates">What became of the messages.</param>
/// <param name="Swarm">What the users' connections did.</param>
/// <param name="Cluster">The cluster that carries the messages; <c>null</c>: none does.</param>
/// <param name="Kills">What was killed of it, and what that did.</param>
internal sealed record DemoSnapshot(TimeSpan? Talked, long Registered, FateCounts Fates, LedgerSnapshot Swarm, ClusterState? Cluster, IReadOnlyList<Kill> Kills);
