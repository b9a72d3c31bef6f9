using System.Collections.Immutable;
using System.Net;
using System.Runtime.CompilerServices;
using MGen.Membership.Tables;
using Microsoft.Extensions.Logging.Abstractions;

namespace MGen.Membership.Tests.Tables;

/// <summary>The file of members is deleted while members run.</summary>
public sealed class MembershipGuardTests : IDisposable
{
    private static readonly SiloAddress Self = SiloAddress.New(IPAddress.Loopback, 11111, 7),
        Other = SiloAddress.New(IPAddress.Loopback, 11112, 8),
        Gone = SiloAddress.New(IPAddress.Loopback, 11113, 9);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mgen-guard-");
    private readonly LocalMembershipTable _table;
    private readonly MembershipGuard _guard;

    public MembershipGuardTests()
    {
        _table = new LocalMembershipTable(new LocalTableFile(_folder.FullName, "test", TimeProvider.System));
        ImmutableDictionary<SiloAddress, ClusterMember> members = ImmutableDictionary<SiloAddress, ClusterMember>
            .Empty.Add(Self, Create(Self, SiloStatus.Active, "silo-a"))
            .Add(Other, Create(Other, SiloStatus.Active, "silo-b"))
            .Add(Gone, Create(Gone, SiloStatus.Dead, "silo-c"));
        _guard = new MembershipGuard(
            _table,
            new KnownMembers(new ClusterMembershipSnapshot(members, new MembershipVersion(7))),
            new Here(),
            TimeProvider.System,
            NullLogger<MembershipGuard>.Instance
        );
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _guard.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>
    /// The other member may read the table before it looks for its own entry: it would find a newer version without it,
    /// and take itself for dead.
    /// </summary>
    [Fact]
    public async Task CheckAsync_TableIsEmpty_WritesTheEntriesOfAllActiveMembers()
    {
        await _guard.CheckAsync(Stop);

        MembershipTableData data = await _table.ReadAll();
        Assert.Equal([Self, Other], data.Members.Select(member => member.Item1.SiloAddress).Order());
        Assert.All(data.Members, member => Assert.Equal(SiloStatus.Active, member.Item1.Status));
        Assert.Equal(
            ["silo-a", "silo-b"],
            data.Members.Select(member => member.Item1.SiloName).Order(StringComparer.Ordinal)
        );
        Assert.True(data.Version.Version > 7);
    }

    [Fact]
    public async Task CheckAsync_OwnEntryIsThere_LeavesTheTableToTheOthers()
    {
        await _guard.CheckAsync(Stop);
        await _table.CleanupDefunctSiloEntries(DateTimeOffset.MaxValue);
        TableVersion before = (await _table.ReadAll()).Version;

        await _guard.CheckAsync(Stop);

        Assert.Equal(before.Version, (await _table.ReadAll()).Version.Version);
        Assert.Null(_guard.Fault);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern ClusterMember Create(SiloAddress address, SiloStatus status, string name);

    private sealed class KnownMembers(ClusterMembershipSnapshot known) : IClusterMembershipService
    {
        public ClusterMembershipSnapshot CurrentSnapshot => known;

        public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => throw new NotSupportedException();

        public ValueTask Refresh(
            MembershipVersion minimumVersion = default,
            CancellationToken cancellationToken = default
        ) => throw new NotSupportedException();

        public Task<bool> TryKill(SiloAddress siloAddress) => throw new NotSupportedException();
    }

    private sealed class Here : ILocalSiloDetails
    {
        public string Name => "silo-a";

        public string ClusterId => "test";

        public string DnsHostName => "localhost";

        public SiloAddress SiloAddress => Self;

        public SiloAddress GatewayAddress => Self;
    }
}
