using MGen.Contract;

namespace MGen.Silo.Tests;

/// <summary>The contract of a group, against its grain, for members who use Orleans.</summary>
public abstract class GrainContractTests(GrainClusterPool pool) : GroupContract
{
    protected override async Task<GroupWorld> CreateAsync(GroupLimits limits, bool acceptLate) =>
        new GrainWorld(await pool.GetAsync(limits), acceptLate);
}

/// <summary>With one silo without replication, as in <c>mgen-server</c>.</summary>
public sealed class LocalGrainContractTests(LocalGrainContractTests.Pool pool)
    : GrainContractTests(pool),
        IClassFixture<LocalGrainContractTests.Pool>
{
    public sealed class Pool() : GrainClusterPool(silos: 1);
}

/// <summary>With partitions of two silos.</summary>
public sealed class TwoSiloGrainContractTests(TwoSiloGrainContractTests.Pool pool)
    : GrainContractTests(pool),
        IClassFixture<TwoSiloGrainContractTests.Pool>
{
    public sealed class Pool() : GrainClusterPool(silos: 2);
}

/// <summary>With partitions of three silos: a call often arrives at a silo that does not host the grain.</summary>
public sealed class ThreeSiloGrainContractTests(ThreeSiloGrainContractTests.Pool pool)
    : GrainContractTests(pool),
        IClassFixture<ThreeSiloGrainContractTests.Pool>
{
    public sealed class Pool() : GrainClusterPool(silos: 3);
}
