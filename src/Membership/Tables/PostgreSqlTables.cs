using System.Globalization;
using Npgsql;

namespace MGen.Membership.Tables;

/// <summary>
/// Creates the tables that a cluster over PostgreSQL needs, and checks their version. A change of a table or of a
/// statement requires a new version: a new file, a new <see cref="Version"/>, and the former file in the tests.
/// </summary>
internal static class PostgreSqlTables
{
    /// <summary>
    /// The version of the tables, their statements and the script. Version 1 had no table of partitions.
    /// </summary>
    public const int Version = 2;

    private const string VersionKey = "MGenTablesVersion";

    /// <summary>
    /// A table that version 1 does not have. It identifies version 2 in a database without an entry for the version.
    /// </summary>
    private const string PartitionTable = "mgenpartitiontable";

    private const string QueryTable = "orleansquery";

    /// <summary>Creates missing tables and updates older ones. Running it again changes nothing.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached, or denies the change.</exception>
    /// <exception cref="IOException">The tables are of a newer version, or their version is not a number.</exception>
    public static async Task CreateAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using Stream resource = typeof(PostgreSqlTables).Assembly.GetManifestResourceStream(
            $"PostgreSql-{Version}.sql"
        )!;
        using StreamReader reader = new(resource);
        string script = await reader.ReadToEndAsync(cancellationToken);
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(connectionString);
        // Checked before the script runs, because an older program must not replace newer statements.
        RequireNotNewer(await ReadVersionAsync(source, cancellationToken));
        // A batch of single statements without parameters: the script contains Orleans' queries as text, with their
        // parameters, which must be stored unchanged.
        await using NpgsqlBatch batch = source.CreateBatch();
        foreach (string statement in Split(script))
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"""
                    INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('{VersionKey}', '{Version}')
                    ON CONFLICT (QueryKey) DO UPDATE SET QueryText = EXCLUDED.QueryText
                    """
                )
            )
        );
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Checks that the database responds and has the tables of this version; throws if not. A member calls this before
    /// it starts, because Orleans reports a missing table in dozens of errors, one per attempt.
    /// </summary>
    /// <exception cref="IOException">
    /// The database does not respond or has other tables; the message says what to do.
    /// </exception>
    public static async Task RequireAsync(string connectionString, CancellationToken cancellationToken)
    {
        int version = await ReachAsync(connectionString, cancellationToken);
        RequireNotNewer(version);
        if (version == 0)
            throw new IOException("the database of --postgres has no tables: run mgen-silo --create-tables once");
        if (version < Version)
            throw new IOException(
                $"the tables in the database of --postgres have version {version}, and this program needs version "
                    + $"{Version}: stop the cluster and run mgen-silo --create-tables once"
            );
    }

    /// <summary>Reads the version. If that fails, the exception's message is one sentence for the user.</summary>
    private static async Task<int> ReachAsync(string connectionString, CancellationToken cancellationToken)
    {
        NpgsqlConnectionStringBuilder where = new(connectionString);
        try
        {
            await using NpgsqlDataSource source = NpgsqlDataSource.Create(connectionString);
            return await ReadVersionAsync(source, cancellationToken);
        }
        catch (PostgresException refusal)
        {
            throw new IOException($"PostgreSQL at {where.Host}:{where.Port} refuses: {refusal.MessageText}", refusal);
        }
        catch (Exception failure)
            when (failure is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
        {
            throw new IOException(
                $"PostgreSQL at {where.Host}:{where.Port} does not respond: {failure.GetBaseException().Message}",
                failure
            );
        }
    }

    private static void RequireNotNewer(int version)
    {
        if (version > Version)
            throw new IOException(
                $"the tables in the database of --postgres have version {version}, and this program supports version "
                    + $"{Version} only: a newer program made them"
            );
    }

    /// <returns>The version; 0 if there are no tables.</returns>
    private static async Task<int> ReadVersionAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        if (!await HasTableAsync(source, QueryTable, cancellationToken))
            return 0;
        await using NpgsqlCommand command = source.CreateCommand(
            $"SELECT QueryText FROM OrleansQuery WHERE QueryKey = '{VersionKey}'"
        );
        if (await command.ExecuteScalarAsync(cancellationToken) is string text)
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int version)
                ? version
                : throw new IOException(
                    $"the database of --postgres: {VersionKey} in the table OrleansQuery is {text}, and not a number"
                );
        return await HasTableAsync(source, PartitionTable, cancellationToken) ? Version : 1;
    }

    private static async Task<bool> HasTableAsync(
        NpgsqlDataSource source,
        string name,
        CancellationToken cancellationToken
    )
    {
        await using NpgsqlCommand command = source.CreateCommand("SELECT to_regclass($1) IS NOT NULL");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>
    /// Splits a script. A statement ends with a semicolon at the end of a line. No quoted text in the script contains
    /// such a semicolon.
    /// </summary>
    private static string[] Split(string script) =>
        script.Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>Adds several entries to Orleans' table of members in PostgreSQL in one transaction.</summary>
/// <param name="connectionString">The database.</param>
/// <param name="clusterId">The cluster.</param>
internal sealed class PostgreSqlMembershipRestorer(string connectionString, string clusterId)
    : IRestorableMembershipTable,
        IAsyncDisposable
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);

    public async Task<bool> RestoreAsync(
        IReadOnlyCollection<MembershipEntry> entries,
        TableVersion version,
        CancellationToken stop
    )
    {
        await using NpgsqlConnection connection = await _source.OpenConnectionAsync(stop);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(stop);
        await using NpgsqlCommand count = new(
            "UPDATE OrleansMembershipVersionTable SET Timestamp = now(), Version = $2 WHERE DeploymentId = $1 AND Version = $3",
            connection,
            transaction
        );
        count.Parameters.Add(new NpgsqlParameter<string> { TypedValue = clusterId });
        count.Parameters.Add(new NpgsqlParameter<int> { TypedValue = version.Version });
        count.Parameters.Add(
            new NpgsqlParameter<int> { TypedValue = int.Parse(version.VersionEtag, CultureInfo.InvariantCulture) }
        );
        // The row of the version serialises all changes of the table; its update takes the lock.
        if (await count.ExecuteNonQueryAsync(stop) == 0)
            return false; // disposing the transaction rolls it back
        foreach (MembershipEntry entry in entries)
        {
            await using NpgsqlCommand add = CreateInsertion(entry, connection, transaction);
            await add.ExecuteNonQueryAsync(stop);
        }
        await transaction.CommitAsync(stop);
        return true;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private NpgsqlCommand CreateInsertion(
        MembershipEntry entry,
        NpgsqlConnection connection,
        NpgsqlTransaction transaction
    )
    {
        NpgsqlCommand add = new(
            """
            INSERT INTO OrleansMembershipTable
                (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
            VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9) ON CONFLICT DO NOTHING
            """,
            connection,
            transaction
        );
        add.Parameters.Add(new NpgsqlParameter<string> { TypedValue = clusterId });
        add.Parameters.Add(new NpgsqlParameter<string> { TypedValue = entry.SiloAddress.Endpoint.Address.ToString() });
        add.Parameters.Add(new NpgsqlParameter<int> { TypedValue = entry.SiloAddress.Endpoint.Port });
        add.Parameters.Add(new NpgsqlParameter<int> { TypedValue = entry.SiloAddress.Generation });
        add.Parameters.Add(new NpgsqlParameter<string> { TypedValue = entry.SiloName });
        add.Parameters.Add(new NpgsqlParameter<string> { TypedValue = entry.HostName });
        add.Parameters.Add(new NpgsqlParameter<int> { TypedValue = (int)entry.Status });
        add.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = entry.StartTime });
        add.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = entry.IAmAliveTime });
        return add;
    }
}
