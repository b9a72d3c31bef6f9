using MGen.Contract;

namespace MGen.Server.Tests;

/// <summary>The contract of a group, against a server over TLS.</summary>
public sealed class ServerContractTests : GroupContract
{
    protected override Task<GroupWorld> CreateAsync(GroupLimits limits, bool acceptLate) =>
        ServerWorld.StartAsync(limits, acceptLate);
}
