using MGen.Contract;

namespace MGen.Groups.Tests;

/// <summary>The contract of a group, against the class <see cref="Group"/> alone.</summary>
public sealed class GroupContractTests : GroupContract
{
    protected override Task<GroupWorld> CreateAsync(GroupLimits limits, bool acceptLate) =>
        Task.FromResult<GroupWorld>(new RulesWorld(limits, acceptLate));
}
