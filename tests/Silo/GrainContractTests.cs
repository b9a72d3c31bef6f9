using MGen.Contract;

namespace MGen.Silo.Tests;

/// <summary>The contract, kept by grains in a cluster of one silo.</summary>
public sealed class GrainContractTests : GroupContract
{
    protected override async Task<GroupWorld> CreateAsync(GroupLimits limits, bool acceptLate)
    {
        GrainWorld world = new(limits, acceptLate);
        await world.StartAsync();
        return world;
    }
}
