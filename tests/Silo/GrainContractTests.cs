using MGen.Contract;

namespace MGen.Silo.Tests;

/// <summary>The contract, kept by groups' grains for members who come through Orleans.</summary>
public abstract class GrainContractTests(GrainClusterPool pool) : GroupContract
{
    protected override async Task<GroupWorld> CreateAsync(GroupLimits limits, bool acceptLate) => new GrainWorld(await pool.GetAsync(limits), acceptLate);
}

/// <summary>By a silo that is alone, as in <c>mgen-server</c>.</summary>
public sealed class LocalGrainContractTests(LocalGrainContractTests.Pool pool) : GrainContractTests(pool), IClassFixture<LocalGrainContractTests.Pool>
{
    public sealed class Pool() : GrainClusterPool(silos: 1);
}

/// <summary>By partitions of two silos.</summary>
public sealed class TwoSiloGrainContractTests(TwoSiloGrainContractTests.Pool pool) : GrainContractTests(pool), IClassFixture<TwoSiloGrainContractTests.Pool>
{
    public sealed class Pool() : GrainClusterPool(silos: 2);
}

/// <summary>By partitions of three silos: a grain is often called at a silo where it is not.</summary>
public sealed class ThreeSiloGrainContractTests(ThreeSiloGrainContractTests.Pool pool) : GrainContractTests(pool), IClassFixture<ThreeSiloGrainContractTests.Pool>
{
    public sealed class Pool() : GrainClusterPool(silos: 3);
}
