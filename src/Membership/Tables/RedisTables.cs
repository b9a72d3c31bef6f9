using System.Globalization;
using MGen.Replication;
using MGen.Wire;
using StackExchange.Redis;

namespace MGen.Membership.Tables;

/// <summary>
/// The keys of a cluster. Both are in one hash slot, so that a script may use both, also in a Redis cluster.
/// </summary>
internal static class RedisKeys
{
    /// <summary>The table of members, in one text.</summary>
    public static RedisKey GetMembers(string clusterId) => $"mgen:{{{clusterId}}}:members";

    /// <summary>A hash with one row per partition.</summary>
    public static RedisKey GetPartitions(string clusterId) => $"mgen:{{{clusterId}}}:partitions";
}

/// <summary>The table of members in a key of Redis.</summary>
internal sealed class RedisTableText(RedisStore store, string clusterId) : ITableText
{
    /// <summary>
    /// The largest number of attempts to make a change. Another member changes the text only when membership changes,
    /// and every 10 s to report that it is alive.
    /// </summary>
    private const int MaxAttempts = 100;

    /// <summary>Replaces the text if it is still the one that was read.</summary>
    private const string Replace = """
        if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
        redis.call('SET', KEYS[1], ARGV[2])
        return 1
        """;

    private readonly RedisKey _key = RedisKeys.GetMembers(clusterId);

    public async Task<LocalTable> ReadAsync() => Parse(await (await store.OpenAsync()).StringGetAsync(_key));

    public async Task<bool> VisitAsync(Func<LocalTable, LocalTable?> change)
    {
        IDatabase database = await store.OpenAsync();
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            RedisValue old = await database.StringGetAsync(_key);
            if (change(Parse(old))?.ToJson() is not { } text)
                return false;
            if ((int)await database.ScriptEvaluateAsync(Replace, [_key], [old.IsNull ? "" : old, text]) == 1)
                return true;
        }
        throw new IOException($"the table of members in Redis was changed by others {MaxAttempts} times in a row");
    }

    private static LocalTable Parse(RedisValue text) => LocalTable.Parse((byte[]?)text ?? []);
}

/// <summary>The table of partitions in Redis, in the same database as the table of members.</summary>
/// <param name="store">The connection.</param>
/// <param name="clusterId">The cluster.</param>
/// <param name="self">The member that proposes changes.</param>
/// <param name="partitions">The number of partitions.</param>
internal sealed class RedisPartitionTable(RedisStore store, string clusterId, SiloAddress self, int partitions)
    : IPartitionTable
{
    /// <summary>
    /// Redis runs no other command during a script, so the script checks in one step that this member is alive,
    /// compares the epoch and replaces the row. A row begins with its epoch. Epochs are compared as text, because a
    /// script's numbers are exact only up to 53 bits.
    /// </summary>
    private const string Change = """
        local text = redis.call('GET', KEYS[1])
        if text then
            for _, member in ipairs(cjson.decode(text).members) do
                if member.address == ARGV[1] and member.status == 'Dead' then return 'dead' end
            end
        end
        local row = redis.call('HGET', KEYS[2], ARGV[2])
        if (row and string.match(row, '^%d+') or '0') ~= ARGV[3] then return row end
        redis.call('HSET', KEYS[2], ARGV[2], ARGV[4])
        return ARGV[4]
        """;

    private const string Dead = "dead";
    private const char Separator = ' ';

    private readonly RedisKey _members = RedisKeys.GetMembers(clusterId),
        _rows = RedisKeys.GetPartitions(clusterId);

    public async Task<PartitionConfig?[]> ReadAsync(CancellationToken cancellationToken)
    {
        PartitionConfig?[] rows = new PartitionConfig?[partitions];
        IDatabase database = await store.OpenAsync();
        foreach (HashEntry entry in await database.HashGetAllAsync(_rows).WaitAsync(cancellationToken))
        {
            if (entry.Name.TryParse(out int partition) && partition >= 0 && partition < rows.Length)
                rows[partition] = Parse((string)entry.Value!);
        }
        return rows;
    }

    public async Task<PartitionConfig?> ChangeAsync(
        int partition,
        ConfigChange change,
        CancellationToken cancellationToken
    )
    {
        IDatabase database = await store.OpenAsync();
        RedisResult result = await database
            .ScriptEvaluateAsync(
                Change,
                [_members, _rows],
                [self.ToParsableString(), partition, change.ExpectedEpoch, Format(change.Next)]
            )
            .WaitAsync(cancellationToken);
        return (string?)result switch
        {
            null => null,
            Dead => throw new DeadMemberException(),
            { } row => Parse(row),
        };
    }

    private static string Format(PartitionConfig row) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{row.Epoch} {row.Incarnation} {row.Primary.Name} {string.Join(Separator, row.InSync.Select(node => node.Name))}"
        );

    private static PartitionConfig Parse(string row)
    {
        string[] words = row.Split(Separator);
        return new PartitionConfig(
            long.Parse(words[0], CultureInfo.InvariantCulture),
            new NodeId(words[2]),
            [.. words.Skip(3).Select(name => new NodeId(name))],
            long.Parse(words[1], CultureInfo.InvariantCulture)
        );
    }
}
