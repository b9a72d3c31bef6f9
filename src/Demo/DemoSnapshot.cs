using MGen.Demo.Accounting;
using MGen.Demo.Nodes;
using MGen.Messenger.Measurement;

namespace MGen.Demo;

/// <summary>The state of a run at one time.</summary>
/// <param name="Talked">How long all users have been awake; <c>null</c> while users register.</param>
/// <param name="Registered">Members registered with their groups.</param>
/// <param name="Fates">The fates of the messages.</param>
/// <param name="Swarm">The counts of the users' connections.</param>
/// <param name="Cluster">The cluster; <c>null</c> if there is none.</param>
/// <param name="Kills">The kills so far, and their effects.</param>
internal sealed record DemoSnapshot(TimeSpan? Talked, long Registered, FateCounts Fates, LedgerSnapshot Swarm, ClusterState? Cluster, IReadOnlyList<Kill> Kills);
