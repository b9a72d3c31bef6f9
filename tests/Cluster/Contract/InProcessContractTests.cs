using MGen.Cluster.Tests.Nodes;
using MGen.Contract;

namespace MGen.Cluster.Tests.Contract;

/// <summary>The contract of a group, against two silos and two gateways in this process.</summary>
public sealed class InProcessContractTests(InProcessContractTests.Pool pool)
    : GroupContract,
        IClassFixture<InProcessContractTests.Pool>
{
    protected override async Task<GroupWorld> CreateAsync(GroupLimits limits, bool acceptLate) =>
        new ClusterWorld(await pool.GetAsync(new ClusterSetup(limits, acceptLate)), acceptLate);

    public sealed class Pool() : ClusterPool(InProcessCluster.StartAsync) { }
}
