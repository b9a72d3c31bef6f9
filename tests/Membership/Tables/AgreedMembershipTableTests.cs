using System.Net;
using MGen.Membership.Tables;
using MGen.Replication;

namespace MGen.Membership.Tests.Tables;

/// <summary>All members of a cluster must have the same number of partitions.</summary>
public sealed class AgreedMembershipTableTests : IDisposable
{
    private const string Problem =
        "--partitions 32: the members of test run with 8; "
        + "give all of them the same number, and stop all of them to change it";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mgen-agreed-");
    private readonly AgreedMembershipTable _table;

    public AgreedMembershipTableTests() => _table = new AgreedMembershipTable(Open(), "test");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task RequireAsync_TableIsEmpty_AnyNumberIsAllowed()
    {
        await _table.RequireAsync(new PartitionCount(7), Stop);

        Assert.Empty((await _table.ReadAllAsync(Stop)).Members);
    }

    [Fact]
    public async Task RequireAsync_OtherNumberThanALivingMember_IsRefusedWithBothNumbers()
    {
        await InsertAsync(1, Name("gateway-a", 8), SiloStatus.Active);
        await _table.RequireAsync(new PartitionCount(8), Stop);

        IOException refusal = await Assert.ThrowsAsync<IOException>(() =>
            _table.RequireAsync(new PartitionCount(32), Stop)
        );

        Assert.Equal(Problem, refusal.Message);
    }

    [Fact]
    public async Task RequireAsync_OnlyDeadMembersHaveAnotherNumber_IsAllowed()
    {
        await InsertAsync(1, Name("silo-a", 8), SiloStatus.Dead);

        await _table.RequireAsync(new PartitionCount(32), Stop);

        Assert.True(await InsertAsync(2, Name("silo-b", 32), SiloStatus.Joining));
    }

    /// <summary>Two members with different numbers that start at the same time both find an empty table.</summary>
    [Fact]
    public async Task InsertRowAsync_AnotherMemberWasFaster_IsRefusedAndReported()
    {
        MembershipTableData before = await _table.ReadAllAsync(Stop);
        await InsertAsync(1, Name("silo-a", 8), SiloStatus.Joining);

        bool outdated = await _table.InsertRowAsync(Entry(2, Name("silo-b", 32)), before.Version.Next(), Stop);
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            InsertAsync(2, Name("silo-b", 32), SiloStatus.Joining)
        );

        Assert.False(outdated);
        Assert.Equal(Problem, await _table.Refused);
        Assert.Single((await _table.ReadAllAsync(Stop)).Members);
    }

    [Theory]
    [InlineData("silo-a-p7", 1)]
    [InlineData("silo-a-v3-p7", 3)]
    public async Task RequireAsync_AMemberOfAnotherVersionLives_IsRefusedWithBothVersions(string name, int version)
    {
        await Open().InsertRow(Entry(1, name), (await _table.ReadAllAsync(Stop)).Version.Next());

        IOException refusal = await Assert.ThrowsAsync<IOException>(() =>
            _table.RequireAsync(new PartitionCount(7), Stop)
        );

        Assert.Equal(
            $"the members of test are of another version: their messages have version {version}, this program's 2; "
                + "stop all of them before one of this version starts",
            refusal.Message
        );
    }

    [Theory]
    [InlineData("silo-host-12-v2-p64", 64)]
    [InlineData("silo-host-12-p64", 64)]
    [InlineData("silo-my-p2-host-12-p64", 64)]
    [InlineData("silo-host-12", PartitionMap.DefaultCount)]
    [InlineData("silo-host-pc-12", PartitionMap.DefaultCount)]
    [InlineData(null, PartitionMap.DefaultCount)]
    public void GetPartitions_Name_IsItsLastPartOrTheDefault(string? name, int partitions) =>
        Assert.Equal(partitions, NodeName.GetPartitions(name));

    private TextMembershipTable Open() =>
        new(new LocalTableFile(_folder.FullName, "test", TimeProvider.System), isOneMachine: true);

    private static string Name(string start, int partitions) => NodeName.Complete(start, partitions);

    private async Task<bool> InsertAsync(int number, string name, SiloStatus status) =>
        await _table.InsertRowAsync(
            Entry(number, name, status),
            (await _table.ReadAllAsync(Stop)).Version.Next(),
            Stop
        );

    private static MembershipEntry Entry(int number, string name, SiloStatus status = SiloStatus.Joining) =>
        new()
        {
            SiloAddress = SiloAddress.New(IPAddress.Loopback, 11110 + number, number),
            SiloName = name,
            HostName = "localhost",
            Status = status,
            StartTime = DateTime.UnixEpoch,
            IAmAliveTime = DateTime.UnixEpoch,
        };
}
