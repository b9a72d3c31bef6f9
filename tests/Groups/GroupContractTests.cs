using MGen.Contract;

namespace MGen.Groups.Tests;

/// <summary>The contract, kept by the plain rules.</summary>
public sealed class GroupContractTests : GroupContract
{
    protected override Task<GroupWorld> CreateAsync(GroupLimits limits, bool acceptLate) => Task.FromResult<GroupWorld>(new RulesWorld(limits, acceptLate));
}
