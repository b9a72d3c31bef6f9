using System.Collections.Immutable;
using System.Data.Common;
using System.Net;
using System.Runtime.CompilerServices;
using MGen.Membership.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;
using Orleans.Runtime.MembershipService;

namespace MGen.Membership.Tests.Tables;

/// <summary>The table of members is emptied while members run.</summary>
public sealed class MembershipGuardTests : IDisposable
{
    private static readonly SiloAddress Self = SiloAddress.New(IPAddress.Loopback, 11111, 7),
        Other = SiloAddress.New(IPAddress.Loopback, 11112, 8),
        Gone = SiloAddress.New(IPAddress.Loopback, 11113, 9);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mgen-guard-");
    private readonly TextMembershipTable _table;
    private readonly MembershipGuard _guard;

    public MembershipGuardTests()
    {
        _table = new TextMembershipTable(
            new LocalTableFile(_folder.FullName, "test", TimeProvider.System),
            isOneMachine: true
        );
        _guard = CreateGuard(_table, _table);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _guard.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>
    /// Another member may read the table at any moment: it would move partitions if an entry were missing, and end if
    /// its own were missing.
    /// </summary>
    [Fact]
    public async Task CheckAsync_TableIsEmpty_WritesTheEntriesOfAllMembersInOneChange()
    {
        await _guard.CheckAsync(Stop);

        MembershipTableData data = await _table.ReadAll();
        AssertComplete(data);
        Assert.Equal(8, data.Version.Version);
        Assert.Null(_guard.Fault);
    }

    [Theory]
    [InlineData("DELETE FROM OrleansMembershipTable", 4)]
    [InlineData("TRUNCATE OrleansMembershipTable, OrleansMembershipVersionTable", 0)]
    public async Task CheckAsync_PostgreSqlIsEmptied_WritesTheEntriesOfAllMembersInOneChange(string how, int version)
    {
        await using PostgreSqlServer server = await PostgreSqlServer.StartAsync();
        await PostgreSqlTables.CreateAsync(server.ConnectionString, Stop);
        await server.ExecuteAsync(
            "INSERT INTO OrleansMembershipVersionTable (DeploymentId, Version) VALUES ('test', 4)"
        );
        DbProviderFactories.RegisterFactory("Npgsql", NpgsqlFactory.Instance);
        AdoNetClusteringTable table = CreateTable(server.ConnectionString);
        await table.InitializeMembershipTableAsync(true, Stop);
        await using PostgreSqlMembershipRestorer restorer = new(server.ConnectionString, "test");
        using MembershipGuard guard = CreateGuard(table, restorer);
        await server.ExecuteAsync(how);
        Assert.Equal(
            version,
            await server.QueryAsync("SELECT coalesce(max(Version), 0) FROM OrleansMembershipVersionTable")
        );

        await guard.CheckAsync(Stop);

        MembershipTableData data = await table.ReadAllAsync(Stop);
        AssertComplete(data);
        Assert.Equal(8, data.Version.Version);
        Assert.Null(guard.Fault);
    }

    [Fact]
    public async Task CheckAsync_TwoMembersAtOnce_OneRestores()
    {
        await using PostgreSqlServer server = await PostgreSqlServer.StartAsync();
        await PostgreSqlTables.CreateAsync(server.ConnectionString, Stop);
        DbProviderFactories.RegisterFactory("Npgsql", NpgsqlFactory.Instance);
        AdoNetClusteringTable table = CreateTable(server.ConnectionString);
        await table.InitializeMembershipTableAsync(true, Stop);
        await using PostgreSqlMembershipRestorer restorer = new(server.ConnectionString, "test");
        MembershipGuard[] guards = [.. Enumerable.Range(0, 4).Select(_ => CreateGuard(table, restorer))];

        await Task.WhenAll(guards.Select(guard => guard.CheckAsync(Stop)));

        MembershipTableData data = await table.ReadAllAsync(Stop);
        AssertComplete(data);
        Assert.Equal(8, data.Version.Version);
        Assert.All(guards, guard => Assert.Null(guard.Fault));
        Array.ForEach(guards, guard => guard.Dispose());
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

    private static void AssertComplete(MembershipTableData data)
    {
        Assert.Equal(
            [
                (Self, "silo-a", SiloStatus.Active),
                (Other, "silo-b", SiloStatus.Active),
                (Gone, "silo-c", SiloStatus.Dead),
            ],
            data.Members.Select(member => (member.Item1.SiloAddress, member.Item1.SiloName, member.Item1.Status))
                .OrderBy(member => member.SiloAddress)
        );
    }

    private static MembershipGuard CreateGuard(IMembershipTable table, IRestorableMembershipTable restorable)
    {
        ImmutableDictionary<SiloAddress, ClusterMember> members = ImmutableDictionary<SiloAddress, ClusterMember>
            .Empty.Add(Self, Create(Self, SiloStatus.Active, "silo-a"))
            .Add(Other, Create(Other, SiloStatus.Active, "silo-b"))
            .Add(Gone, Create(Gone, SiloStatus.Dead, "silo-c"));
        return new MembershipGuard(
            table,
            restorable,
            new KnownMembers(new ClusterMembershipSnapshot(members, new MembershipVersion(7))),
            new Here(),
            TimeProvider.System,
            NullLogger<MembershipGuard>.Instance
        );
    }

    private static AdoNetClusteringTable CreateTable(string connection) =>
        new(
            new ServiceCollection().BuildServiceProvider(),
            Options.Create(new ClusterOptions { ClusterId = "test", ServiceId = "test" }),
            Options.Create(new AdoNetClusteringSiloOptions { Invariant = "Npgsql", ConnectionString = connection }),
            NullLogger<AdoNetClusteringTable>.Instance
        );

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
