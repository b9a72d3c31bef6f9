using MGen.Contract;
using MGen.Transport;

namespace MGen.Server.Tests;

/// <summary>The contract of a group, against a server over the platform's TLS.</summary>
public sealed class ManagedServerContractTests : GroupContract
{
    protected override Task<GroupWorld> CreateAsync(GroupLimits limits, bool acceptLate) =>
        ServerWorld.StartAsync(limits, acceptLate, TlsEngineKind.Managed);
}
