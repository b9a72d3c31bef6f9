using System.Collections.Immutable;
using MGen.Replication;
using MGen.Wire;
using Npgsql;

namespace MGen.Membership.Tables;

/// <summary>The table of partitions in PostgreSQL, in the database of Orleans' tables of members.</summary>
/// <param name="connectionString">The database.</param>
/// <param name="clusterId">The cluster.</param>
/// <param name="self">The member that proposes changes.</param>
/// <param name="partitions">The number of partitions.</param>
internal sealed class PostgreSqlPartitionTable(
    string connectionString,
    string clusterId,
    SiloAddress self,
    int partitions
) : IPartitionTable, IAsyncDisposable
{
    /// <summary>
    /// The beginning of a statement: selects this member's own entry if it is marked as dead. The share lock is held
    /// until the statement ends. A concurrent declaration of death therefore waits for the lock, or was committed
    /// before and is visible.
    /// </summary>
    private const string IfDead = """
        WITH self AS MATERIALIZED (
            SELECT Status FROM OrleansMembershipTable
            WHERE DeploymentId = $1 AND Address = $3 AND Port = $4 AND Generation = $5 FOR SHARE),
        dead AS (SELECT 1 FROM self WHERE Status = $6)
        """;

    private const char Separator = ' ';
    private const string Columns = "Epoch, PrimaryNode, InSync, Incarnation";

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);

    public async Task<PartitionConfig?[]> ReadAsync(CancellationToken cancellationToken)
    {
        PartitionConfig?[] rows = new PartitionConfig?[partitions];
        await using NpgsqlCommand command = _source.CreateCommand(
            $"SELECT Partition, {Columns} FROM MGenPartitionTable WHERE DeploymentId = $1"
        );
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = clusterId });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.GetInt32(0) is int partition && partition >= 0 && partition < rows.Length)
                rows[partition] = Parse(reader, 1);
        }
        return rows;
    }

    public async Task<PartitionConfig?> ChangeAsync(
        int partition,
        ConfigChange change,
        CancellationToken cancellationToken
    )
    {
        await using (NpgsqlCommand command = CreateChange(partition, change))
        {
            // One statement decides: the epoch is compared and replaced, and this member is found alive, in one
            // transaction.
            if (await command.ExecuteNonQueryAsync(cancellationToken) == 1)
                return change.Next;
        }
        // Nothing was changed: either another proposal was first, or this member was declared dead. The read tells
        // which.
        await using NpgsqlCommand read = _source.CreateCommand(
            $"""
            {IfDead} SELECT EXISTS (SELECT 1 FROM dead), {Columns}
            FROM (VALUES (1)) AS one LEFT JOIN MGenPartitionTable ON DeploymentId = $1 AND Partition = $2
            """
        );
        AddKeys(read, partition);
        await using NpgsqlDataReader reader = await read.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        if (reader.GetBoolean(0))
            throw new DeadMemberException();
        return await reader.IsDBNullAsync(1, cancellationToken) ? null : Parse(reader, 1);
    }

    private NpgsqlCommand CreateChange(int partition, ConfigChange change)
    {
        string statement =
            change.ExpectedEpoch == 0
                ? $"""
                    INSERT INTO MGenPartitionTable (DeploymentId, Partition, {Columns})
                    SELECT $1, $2, $7, $8, $9, $10 WHERE NOT EXISTS (SELECT 1 FROM dead) ON CONFLICT DO NOTHING
                    """
                : """
                    UPDATE MGenPartitionTable SET Epoch = $7, PrimaryNode = $8, InSync = $9, Incarnation = $10
                    WHERE DeploymentId = $1 AND Partition = $2 AND Epoch = $11 AND NOT EXISTS (SELECT 1 FROM dead)
                    """;
        NpgsqlCommand command = _source.CreateCommand($"{IfDead} {statement}");
        AddKeys(command, partition);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = change.Next.Epoch });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = change.Next.Primary.Name });
        string inSync = string.Join(Separator, change.Next.InSync.Select(node => node.Name));
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = inSync });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = change.Next.Incarnation });
        if (change.ExpectedEpoch != 0)
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = change.ExpectedEpoch });
        return command;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static PartitionConfig Parse(NpgsqlDataReader reader, int at)
    {
        ImmutableArray<NodeId> inSync = [.. reader.GetString(at + 2).Split(Separator).Select(name => new NodeId(name))];
        return new PartitionConfig(
            reader.GetInt64(at),
            new NodeId(reader.GetString(at + 1)),
            inSync,
            reader.GetInt64(at + 3)
        );
    }

    /// <summary>
    /// Adds the parameters $1 to $6: the row, this member's own entry, and the status of a dead member.
    /// </summary>
    private void AddKeys(NpgsqlCommand command, int partition)
    {
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = clusterId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = partition });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = self.Endpoint.Address.ToString() });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = self.Endpoint.Port });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = self.Generation });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = (int)SiloStatus.Dead });
    }
}
