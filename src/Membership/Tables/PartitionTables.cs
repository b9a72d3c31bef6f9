using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using MGen.Replication;
using MGen.Wire;
using Npgsql;

namespace MGen.Membership.Tables;

/// <summary>The rows of partitions of a cluster on one machine, in a file beside that of the members.</summary>
internal sealed class LocalPartitionTable(LockedFile file) : IPartitionTable
{
    public async Task<PartitionConfig?[]> ReadAsync(CancellationToken cancellationToken)
    {
        PartitionConfig?[] rows = [];
        await file.VisitAsync(bytes =>
        {
            rows = Parse(bytes);
            return null;
        });
        return rows;
    }

    public async Task<PartitionConfig?> ChangeAsync(int partition, ConfigChange change, CancellationToken cancellationToken)
    {
        PartitionConfig? row = null;
        await file.VisitAsync(bytes =>
        {
            PartitionConfig?[] rows = Parse(bytes);
            row = rows[partition];
            if ((row?.Epoch ?? 0) != change.ExpectedEpoch)
                return null;
            row = rows[partition] = change.Next;
            return Format(rows);
        });
        return row;
    }

    private static PartitionConfig?[] Parse(byte[] bytes)
    {
        PartitionConfig?[] rows = new PartitionConfig?[PartitionMap.Count];
        foreach (LocalPartition row in bytes.Length == 0 ? [] : JsonSerializer.Deserialize(bytes, LocalPartitionJson.Default.ListLocalPartition) ?? [])
        {
            if (row.Partition >= 0 && row.Partition < rows.Length && row.InSync.Length > 0)
                rows[row.Partition] = new PartitionConfig(row.Epoch, new NodeId(row.Primary), [.. row.InSync.Select(name => new NodeId(name))], row.Incarnation);
        }
        return rows;
    }

    private static byte[] Format(PartitionConfig?[] rows)
    {
        List<LocalPartition> known = [];
        for (int partition = 0; partition < rows.Length; partition++)
        {
            if (rows[partition] is { } row)
                known.Add(new LocalPartition(partition, row.Epoch, row.Primary.Name, [.. row.InSync.Select(node => node.Name)], row.Incarnation));
        }
        return JsonSerializer.SerializeToUtf8Bytes(known, LocalPartitionJson.Default.ListLocalPartition);
    }
}

/// <summary>A row as it is written to the file.</summary>
internal sealed record LocalPartition(int Partition, long Epoch, string Primary, string[] InSync, long Incarnation);

/// <summary>How rows are written.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(List<LocalPartition>))]
internal sealed partial class LocalPartitionJson : JsonSerializerContext
{
}

/// <summary>The rows of partitions in PostgreSQL, beside Orleans' tables of members.</summary>
internal sealed class PostgreSqlPartitionTable(string connectionString, string clusterId) : IPartitionTable, IAsyncDisposable
{
    private const char Separator = ' ';
    private const string Columns = "Epoch, PrimaryNode, InSync, Incarnation";

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);

    public async Task<PartitionConfig?[]> ReadAsync(CancellationToken cancellationToken)
    {
        PartitionConfig?[] rows = new PartitionConfig?[PartitionMap.Count];
        await using NpgsqlCommand command = _source.CreateCommand($"SELECT Partition, {Columns} FROM MGenPartitionTable WHERE DeploymentId = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = clusterId });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.GetInt32(0) is int partition && partition >= 0 && partition < rows.Length)
                rows[partition] = Parse(reader, 1);
        }
        return rows;
    }

    public async Task<PartitionConfig?> ChangeAsync(int partition, ConfigChange change, CancellationToken cancellationToken)
    {
        string statement = change.ExpectedEpoch == 0
            ? $"INSERT INTO MGenPartitionTable (DeploymentId, Partition, {Columns}) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING"
            : "UPDATE MGenPartitionTable SET Epoch = $3, PrimaryNode = $4, InSync = $5, Incarnation = $6 WHERE DeploymentId = $1 AND Partition = $2 AND Epoch = $7";
        await using (NpgsqlCommand command = _source.CreateCommand(statement))
        {
            AddKey(command, partition);
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = change.Next.Epoch });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = change.Next.Primary.Name });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = string.Join(Separator, change.Next.InSync.Select(node => node.Name)) });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = change.Next.Incarnation });
            if (change.ExpectedEpoch != 0)
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = change.ExpectedEpoch });
            if (await command.ExecuteNonQueryAsync(cancellationToken) == 1)
                return change.Next;
        }
        await using NpgsqlCommand read = _source.CreateCommand($"SELECT {Columns} FROM MGenPartitionTable WHERE DeploymentId = $1 AND Partition = $2");
        AddKey(read, partition);
        await using NpgsqlDataReader reader = await read.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Parse(reader, 0) : null;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static PartitionConfig Parse(NpgsqlDataReader reader, int at)
    {
        ImmutableArray<NodeId> inSync = [.. reader.GetString(at + 2).Split(Separator).Select(name => new NodeId(name))];
        return new PartitionConfig(reader.GetInt64(at), new NodeId(reader.GetString(at + 1)), inSync, reader.GetInt64(at + 3));
    }

    private void AddKey(NpgsqlCommand command, int partition)
    {
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = clusterId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = partition });
    }
}
