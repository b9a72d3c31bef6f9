using System.Net;
using MGen.Membership.Tables;
using MGen.Replication;

namespace MGen.Membership.Tests.Tables;

/// <summary>
/// The tables of partitions in a file, in PostgreSQL and in Redis: compare-and-set, and no change by a member declared
/// dead.
/// </summary>
public sealed class PartitionTableTests : IDisposable
{
    private const string ClusterId = "test";

    private static readonly SiloAddress Self = SiloAddress.New(IPAddress.Loopback, 11111, 7),
        Other = SiloAddress.New(IPAddress.Loopback, 11112, 8);
    private static readonly PartitionConfig First = new(5, Self.ToNodeId(), [Self.ToNodeId(), Other.ToNodeId()], 5);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mgen-tables-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public Task ChangeAsync_File_ComparesAndSets()
    {
        LocalTableFile members = new(_folder.FullName, ClusterId, TimeProvider.System);
        return CompareAndSetAsync(Open(members, Self));
    }

    [Fact]
    public async Task ChangeAsync_PostgreSql_ComparesAndSets()
    {
        await using PostgreSqlServer server = await PostgreSqlServer.StartAsync();
        await PostgreSqlTables.CreateAsync(server.ConnectionString, Stop);
        await using PostgreSqlPartitionTable table = new(
            server.ConnectionString,
            ClusterId,
            Self,
            PartitionMap.DefaultCount
        );
        await CompareAndSetAsync(table);
    }

    [Fact]
    public async Task ChangeAsync_Redis_ComparesAndSets()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RedisStore store = new(server.Settings);
        await CompareAndSetAsync(Open(store, Self));
    }

    [Fact]
    public Task ChangeAsync_FileAndMemberDeclaredDead_RefusesItsChangesOnly()
    {
        LocalTableFile members = new(_folder.FullName, ClusterId, TimeProvider.System);
        TextMembershipTable membership = new(members, isOneMachine: true);
        return RefuseTheDeadAsync(
            Open(members, Self),
            Open(members, Other),
            status => DeclareAsync(membership, status)
        );
    }

    [Fact]
    public async Task ChangeAsync_RedisAndMemberDeclaredDead_RefusesItsChangesOnly()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RedisStore store = new(server.Settings);
        TextMembershipTable membership = new(new RedisTableText(store, ClusterId), isOneMachine: false);
        await RefuseTheDeadAsync(Open(store, Self), Open(store, Other), status => DeclareAsync(membership, status));
    }

    [Fact]
    public async Task ChangeAsync_PostgreSqlAndMemberDeclaredDead_RefusesItsChangesOnly()
    {
        await using PostgreSqlServer server = await PostgreSqlServer.StartAsync();
        await PostgreSqlTables.CreateAsync(server.ConnectionString, Stop);
        await using PostgreSqlPartitionTable mine =
                new(server.ConnectionString, ClusterId, Self, PartitionMap.DefaultCount),
            others = new(server.ConnectionString, ClusterId, Other, PartitionMap.DefaultCount);
        await RefuseTheDeadAsync(
            mine,
            others,
            status =>
                server.ExecuteAsync(
                    $"""
                    INSERT INTO OrleansMembershipVersionTable (DeploymentId) VALUES ('{ClusterId}') ON CONFLICT DO NOTHING;
                    INSERT INTO OrleansMembershipTable
                        (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, StartTime, IAmAliveTime)
                    VALUES ('{ClusterId}', '127.0.0.1', 11111, 7, 'silo-a', 'localhost', {(int)status}, now(), now())
                    ON CONFLICT (DeploymentId, Address, Port, Generation) DO UPDATE SET Status = EXCLUDED.Status
                    """
                )
        );
    }

    private static async Task CompareAndSetAsync(IPartitionTable table)
    {
        Assert.Null(await table.ChangeAsync(3, new ConfigChange(4, First), Stop));
        Assert.Equal(First, await table.ChangeAsync(3, new ConfigChange(0, First), Stop));
        PartitionConfig second = First with { Epoch = 6, InSync = [Self.ToNodeId()] };
        Assert.Equal(First, await table.ChangeAsync(3, new ConfigChange(0, second), Stop));
        Assert.Equal(First, await table.ChangeAsync(3, new ConfigChange(4, second), Stop));
        Assert.Equal(second, await table.ChangeAsync(3, new ConfigChange(5, second), Stop));
        PartitionConfig?[] rows = await table.ReadAsync(Stop);
        Assert.Equal(second, rows[3]);
        Assert.Equal(PartitionMap.DefaultCount - 1, rows.Count(row => row is null));
    }

    private static async Task RefuseTheDeadAsync(
        IPartitionTable mine,
        IPartitionTable others,
        Func<SiloStatus, Task> declareAsync
    )
    {
        await declareAsync(SiloStatus.Active);
        Assert.Equal(First, await mine.ChangeAsync(3, new ConfigChange(0, First), Stop));
        await declareAsync(SiloStatus.Dead);

        PartitionConfig alone = First with { Epoch = 6, InSync = [Self.ToNodeId()] };
        await Assert.ThrowsAsync<DeadMemberException>(() => mine.ChangeAsync(3, new ConfigChange(5, alone), Stop));
        await Assert.ThrowsAsync<DeadMemberException>(() => mine.ChangeAsync(4, new ConfigChange(0, First), Stop));
        PartitionConfig?[] rows = await mine.ReadAsync(Stop);
        Assert.Equal(First, rows[3]);
        Assert.Null(rows[4]);
        PartitionConfig taken = new(6, Other.ToNodeId(), [Other.ToNodeId()], 5);
        Assert.Equal(taken, await others.ChangeAsync(3, new ConfigChange(5, taken), Stop));
    }

    private LocalPartitionTable Open(LocalTableFile members, SiloAddress self) =>
        new(
            members,
            new LockedFile(_folder.FullName, $"{ClusterId}.partitions.json", TimeProvider.System),
            self,
            PartitionMap.DefaultCount
        );

    private static RedisPartitionTable Open(RedisStore store, SiloAddress self) =>
        new(store, ClusterId, self, PartitionMap.DefaultCount);

    private static async Task DeclareAsync(TextMembershipTable membership, SiloStatus status)
    {
        TableVersion version = (await membership.ReadAll()).Version.Next();
        string? etag = (await membership.ReadRow(Self)).Members is [{ Item2: string tag }, ..] ? tag : null;
        Assert.True(
            etag is null
                ? await membership.InsertRow(CreateEntry(status), version)
                : await membership.UpdateRow(CreateEntry(status), etag, version)
        );
    }

    private static MembershipEntry CreateEntry(SiloStatus status) =>
        new()
        {
            SiloAddress = Self,
            SiloName = "silo-a",
            HostName = "localhost",
            RoleName = "",
            Status = status,
            SuspectTimes = [],
        };
}
