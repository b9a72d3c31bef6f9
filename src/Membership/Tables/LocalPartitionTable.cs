using System.Text.Json;
using System.Text.Json.Serialization;
using MGen.Replication;
using MGen.Wire;

namespace MGen.Membership.Tables;

/// <summary>
/// The table of partitions of a cluster on one machine, in a file next to the table of members.
/// </summary>
/// <param name="members">
/// The table of members. A change of a row holds its lock, so that no member can be declared dead between the check and
/// the change.
/// </param>
/// <param name="file">The rows.</param>
/// <param name="self">The member that proposes changes.</param>
/// <param name="partitions">The number of partitions.</param>
internal sealed class LocalPartitionTable(LocalTableFile members, LockedFile file, SiloAddress self, int partitions)
    : IPartitionTable
{
    private readonly ParsedContent<PartitionConfig?[]> _content = new(bytes => Parse(bytes, partitions));

    public Task<PartitionConfig?[]> ReadAsync(CancellationToken cancellationToken) =>
        Task.FromResult(_content.From(file.Read()));

    public Task<PartitionConfig?> ChangeAsync(
        int partition,
        ConfigChange change,
        CancellationToken cancellationToken
    ) =>
        members.HoldAsync(table =>
        {
            if (table.Find(self)?.Status == SiloStatus.Dead)
                throw new DeadMemberException();
            return ChangeAsync(partition, change);
        });

    private async Task<PartitionConfig?> ChangeAsync(int partition, ConfigChange change)
    {
        PartitionConfig? row = null;
        await file.VisitAsync(bytes =>
        {
            PartitionConfig?[] rows = Parse(bytes, partitions);
            row = rows[partition];
            // Compare-and-set: of two silos that propose the same next epoch, the second one gets the row of the
            // first.
            if ((row?.Epoch ?? 0) != change.ExpectedEpoch)
                return null;
            row = rows[partition] = change.Next;
            return Format(rows);
        });
        return row;
    }

    private static PartitionConfig?[] Parse(byte[] bytes, int partitions)
    {
        PartitionConfig?[] rows = new PartitionConfig?[partitions];
        foreach (
            LocalPartition row in bytes.Length == 0
                ? []
                : JsonSerializer.Deserialize(bytes, LocalPartitionJson.Default.ListLocalPartition) ?? []
        )
        {
            // A row of a partition that does not exist may be left over from a run with more partitions.
            if (row.Partition >= 0 && row.Partition < rows.Length && row.InSync.Length > 0)
                rows[row.Partition] = new PartitionConfig(
                    row.Epoch,
                    new NodeId(row.Primary),
                    [.. row.InSync.Select(name => new NodeId(name))],
                    row.Incarnation
                );
        }
        return rows;
    }

    private static byte[] Format(PartitionConfig?[] rows)
    {
        List<LocalPartition> known = [];
        for (int partition = 0; partition < rows.Length; partition++)
        {
            if (rows[partition] is { } row)
                known.Add(
                    new LocalPartition(
                        partition,
                        row.Epoch,
                        row.Primary.Name,
                        [.. row.InSync.Select(node => node.Name)],
                        row.Incarnation
                    )
                );
        }
        return JsonSerializer.SerializeToUtf8Bytes(known, LocalPartitionJson.Default.ListLocalPartition);
    }
}

/// <summary>A row in the file.</summary>
internal sealed record LocalPartition(int Partition, long Epoch, string Primary, string[] InSync, long Incarnation);

/// <summary>The format of the rows.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(List<LocalPartition>))]
internal sealed partial class LocalPartitionJson : JsonSerializerContext { }
