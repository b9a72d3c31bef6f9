using MGen.Membership.Tables;

namespace MGen.Membership.Tests.Tables;

/// <summary>Tables of an earlier and of a later version, in a real PostgreSQL.</summary>
public sealed class PostgreSqlTablesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RequireAsync_NoTables_SaysHowToCreateThem()
    {
        await using PostgreSqlServer server = await PostgreSqlServer.StartAsync();

        IOException refused = await Assert.ThrowsAsync<IOException>(() =>
            PostgreSqlTables.RequireAsync(server.ConnectionString, Stop)
        );

        Assert.Equal("the database of --postgres has no tables: run mgen-silo --create-tables once", refused.Message);
    }

    [Fact]
    public async Task CreateAsync_TablesOfVersionOne_RefusedBeforeAndAcceptedAfterwardsWithTheirRows()
    {
        await using PostgreSqlServer server = await PostgreSqlServer.StartAsync();
        await server.ExecuteAsync(ReadVersionOne());
        await server.ExecuteAsync(
            "INSERT INTO OrleansMembershipVersionTable (DeploymentId, Version) VALUES ('kept', 41)"
        );
        IOException refused = await Assert.ThrowsAsync<IOException>(() =>
            PostgreSqlTables.RequireAsync(server.ConnectionString, Stop)
        );
        Assert.Equal(
            "the tables in the database of --postgres have version 1, and this program needs version 2: "
                + "stop the cluster and run mgen-silo --create-tables once",
            refused.Message
        );

        await PostgreSqlTables.CreateAsync(server.ConnectionString, Stop);

        await PostgreSqlTables.RequireAsync(server.ConnectionString, Stop);
        Assert.Equal(
            41,
            await server.QueryAsync("SELECT Version FROM OrleansMembershipVersionTable WHERE DeploymentId = 'kept'")
        );
        Assert.Equal(0L, await server.QueryAsync("SELECT count(*) FROM MGenPartitionTable"));
    }

    [Fact]
    public async Task RequireAsync_TablesOfVersionTwoWithoutTheirVersion_Accepted()
    {
        await using PostgreSqlServer server = await PostgreSqlServer.StartAsync();
        await PostgreSqlTables.CreateAsync(server.ConnectionString, Stop);
        // Older tables of version 2 do not contain the version.
        await server.ExecuteAsync("DELETE FROM OrleansQuery WHERE QueryKey = 'MGenTablesVersion'");

        await PostgreSqlTables.RequireAsync(server.ConnectionString, Stop);
    }

    [Theory]
    [InlineData(
        "3",
        "the tables in the database of --postgres have version 3, and this program supports version 2 only: "
            + "a newer program made them"
    )]
    [InlineData(
        "two",
        "the database of --postgres: MGenTablesVersion in the table OrleansQuery is two, and not a number"
    )]
    public async Task CreateAsync_TablesOfANewerOrAnUnknownVersion_RefusedAndUnchanged(string version, string why)
    {
        await using PostgreSqlServer server = await PostgreSqlServer.StartAsync();
        await PostgreSqlTables.CreateAsync(server.ConnectionString, Stop);
        await server.ExecuteAsync(
            $"UPDATE OrleansQuery SET QueryText = '{version}' WHERE QueryKey = 'MGenTablesVersion'"
        );

        Assert.Equal(
            why,
            (
                await Assert.ThrowsAsync<IOException>(() => PostgreSqlTables.CreateAsync(server.ConnectionString, Stop))
            ).Message
        );
        Assert.Equal(
            why,
            (
                await Assert.ThrowsAsync<IOException>(() =>
                    PostgreSqlTables.RequireAsync(server.ConnectionString, Stop)
                )
            ).Message
        );
        Assert.Equal(
            version,
            await server.QueryAsync("SELECT QueryText FROM OrleansQuery WHERE QueryKey = 'MGenTablesVersion'")
        );
    }

    private static string ReadVersionOne()
    {
        using StreamReader reader = new(
            typeof(PostgreSqlTablesTests).Assembly.GetManifestResourceStream("PostgreSql-1.sql")!
        );
        return reader.ReadToEnd();
    }
}
