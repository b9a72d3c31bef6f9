using System.Net;
using MGen.Membership.Tables;

namespace MGen.Membership.Tests.Tables;

/// <summary>The table of members in a real Redis.</summary>
public sealed class RedisTablesTests
{
    [Fact]
    public async Task UpdateRow_OfAnOutdatedVersion_IsRefused()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RedisStore store = new(server.Settings);
        TextMembershipTable table = Open(store);
        TableVersion start = (await table.ReadAll()).Version;

        Assert.True(await table.InsertRow(Entry(1, SiloStatus.Joining), start.Next()));
        Assert.False(await table.InsertRow(Entry(2, SiloStatus.Joining), start.Next()));
        MembershipTableData data = await table.ReadAll();
        (MembershipEntry entry, string tag) = Assert.Single(data.Members);
        Assert.Equal("machine-1", entry.HostName);
        Assert.True(await table.UpdateRow(Entry(1, SiloStatus.Active), tag, data.Version.Next()));
        Assert.False(await table.UpdateRow(Entry(1, SiloStatus.Dead), tag, data.Version.Next()));

        Assert.Equal(SiloStatus.Active, Assert.Single((await table.ReadAll()).Members).Item1.Status);
    }

    /// <summary>Processes of other machines cannot be seen: their members are not declared dead.</summary>
    [Fact]
    public async Task InitializeMembershipTable_MembersOfOtherMachines_LeavesThemAlone()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RedisStore store = new(server.Settings);
        TextMembershipTable table = Open(store);
        Assert.True(await table.InsertRow(Entry(1, SiloStatus.Active), (await table.ReadAll()).Version.Next()));

        await Open(store).InitializeMembershipTable(true);

        Assert.Equal(SiloStatus.Active, Assert.Single((await table.ReadAll()).Members).Item1.Status);
    }

    [Fact]
    public async Task InsertRow_ManyMembersAtOnce_AllAreInserted()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RedisStore store = new(server.Settings);

        await Task.WhenAll(
            Enumerable
                .Range(1, 8)
                .Select(async number =>
                {
                    TextMembershipTable table = Open(store);
                    while (
                        !await table.InsertRow(
                            Entry(number, SiloStatus.Joining),
                            (await table.ReadAll()).Version.Next()
                        )
                    ) { }
                })
        );

        MembershipTableData data = await Open(store).ReadAll();
        Assert.Equal(8, data.Members.Count);
        Assert.Equal(8, data.Version.Version);
    }

    [Fact]
    public async Task ReadAll_RedisWasKilledAndStartedAgain_HasTheMembers()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RedisStore store = new(server.Settings);
        TextMembershipTable table = Open(store);
        Assert.True(await table.InsertRow(Entry(1, SiloStatus.Active), (await table.ReadAll()).Version.Next()));

        await server.DownAsync();
        await Assert.ThrowsAnyAsync<Exception>(table.ReadAll);
        await server.UpAsync();

        await using RedisStore again = new(server.Settings);
        Assert.Single((await Open(again).ReadAll()).Members);
    }

    [Fact]
    public async Task RequireAsync_NoServer_SaysSoInOneLine()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await RedisStore.RequireAsync(server.Settings);
        await server.DownAsync();

        IOException refused = await Assert.ThrowsAsync<IOException>(() => RedisStore.RequireAsync(server.Settings));

        Assert.Equal($"Redis at {server.Settings} does not respond, or denies access", refused.Message);
    }

    [Fact]
    public async Task RequireAsync_ServerMayLoseAcknowledgedWrites_IsRefused()
    {
        await using RedisServer server = await RedisServer.StartAsync("everysec");

        IOException refused = await Assert.ThrowsAsync<IOException>(() => RedisStore.RequireAsync(server.Settings));

        Assert.Equal(
            $"Redis at {server.Settings} may lose what it has acknowledged (appendfsync is everysec): "
                + "set 'appendonly yes' and 'appendfsync always' in redis.conf",
            refused.Message
        );
    }

    private static TextMembershipTable Open(RedisStore store) =>
        new(new RedisTableText(store, "test"), isOneMachine: false);

    private static MembershipEntry Entry(int number, SiloStatus status) =>
        new()
        {
            SiloAddress = SiloAddress.New(IPAddress.Loopback, 11110 + number, number),
            SiloName = $"silo-{number}",
            HostName = $"machine-{number}",
            RoleName = "",
            Status = status,
            SuspectTimes = [],
        };
}
