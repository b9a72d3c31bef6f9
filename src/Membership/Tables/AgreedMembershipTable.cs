using MGen.Replication;
using Microsoft.Extensions.DependencyInjection;

namespace MGen.Membership.Tables;

/// <summary>
/// The table of members, which refuses a member whose number of partitions differs from that of the living members: two
/// numbers would put one group into two partitions. It also refuses a member whose messages the living members cannot
/// read, or who cannot read theirs. The check and the insertion are atomic, because an insertion succeeds only at the
/// version of the table that was checked.
/// </summary>
/// <param name="inner">The table.</param>
/// <param name="clusterId">The cluster, for the message.</param>
internal sealed class AgreedMembershipTable(IMembershipTable inner, string clusterId) : IMembershipTable
{
    private readonly TaskCompletionSource<string> _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// Completes, with one sentence for the user, when an entry of this member is refused. Without this signal Orleans
    /// would keep retrying.
    /// </summary>
    public Task<string> Refused => _refused.Task;

    /// <summary>Checks that a member with this number of partitions may join.</summary>
    /// <exception cref="IOException">The living members have another number, or another version.</exception>
    public async Task RequireAsync(PartitionCount partitions, CancellationToken stop)
    {
        await inner.InitializeMembershipTableAsync(true, stop);
        if (FindProblem(await inner.ReadAllAsync(stop), NodeName.Complete("", partitions.Value)) is { } problem)
            throw new IOException(problem);
    }

    public async Task<bool> InsertRowAsync(MembershipEntry entry, TableVersion tableVersion, CancellationToken stop)
    {
        MembershipTableData data = await inner.ReadAllAsync(stop);
        // The caller has read another version. It reads again and retries, as after any lost race.
        if (data.Version.VersionEtag != tableVersion.VersionEtag)
            return false;
        if (FindProblem(data, entry.SiloName) is not { } problem)
            return await inner.InsertRowAsync(entry, tableVersion, stop);
        // Set before the exception is thrown, because only Orleans sees the exception.
        _refused.TrySetResult(problem);
        throw new InvalidOperationException(problem);
    }

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) =>
        InsertRowAsync(entry, tableVersion, CancellationToken.None);

    private string? FindProblem(MembershipTableData data, string joining)
    {
        int partitions = NodeName.GetPartitions(joining),
            version = NodeName.GetMessagesVersion(joining);
        foreach ((MembershipEntry member, _) in data.Members.Where(member => member.Item1.Status != SiloStatus.Dead))
        {
            if (NodeName.GetMessagesVersion(member.SiloName) is int theirs && theirs != version)
                return $"the members of {clusterId} are of another version: their messages have version {theirs}, this "
                    + $"program's {version}; stop all of them before one of this version starts";
            if (NodeName.GetPartitions(member.SiloName) is int count && count != partitions)
                return $"--partitions {partitions}: the members of {clusterId} run with {count}; "
                    + "give all of them the same number, and stop all of them to change it";
        }
        return null;
    }

    // The other operations are forwarded unchanged.

    public Task InitializeMembershipTable(bool tryInitTableVersion) =>
        InitializeMembershipTableAsync(tryInitTableVersion, CancellationToken.None);

    public Task InitializeMembershipTableAsync(bool tryInitTableVersion, CancellationToken stop) =>
        inner.InitializeMembershipTableAsync(tryInitTableVersion, stop);

    public Task DeleteMembershipTableEntries(string cluster) =>
        DeleteMembershipTableEntriesAsync(cluster, CancellationToken.None);

    public Task DeleteMembershipTableEntriesAsync(string cluster, CancellationToken stop) =>
        inner.DeleteMembershipTableEntriesAsync(cluster, stop);

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) =>
        CleanupDefunctSiloEntriesAsync(beforeDate, CancellationToken.None);

    public Task CleanupDefunctSiloEntriesAsync(DateTimeOffset beforeDate, CancellationToken stop) =>
        inner.CleanupDefunctSiloEntriesAsync(beforeDate, stop);

    public Task<MembershipTableData> ReadRow(SiloAddress key) => ReadRowAsync(key, CancellationToken.None);

    public Task<MembershipTableData> ReadRowAsync(SiloAddress key, CancellationToken stop) =>
        inner.ReadRowAsync(key, stop);

    public Task<MembershipTableData> ReadAll() => ReadAllAsync(CancellationToken.None);

    public Task<MembershipTableData> ReadAllAsync(CancellationToken stop) => inner.ReadAllAsync(stop);

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) =>
        UpdateRowAsync(entry, etag, tableVersion, CancellationToken.None);

    public Task<bool> UpdateRowAsync(
        MembershipEntry entry,
        string etag,
        TableVersion tableVersion,
        CancellationToken stop
    ) => inner.UpdateRowAsync(entry, etag, tableVersion, stop);

    public Task UpdateIAmAlive(MembershipEntry entry) => UpdateIAmAliveAsync(entry, CancellationToken.None);

    public Task UpdateIAmAliveAsync(MembershipEntry entry, CancellationToken stop) =>
        inner.UpdateIAmAliveAsync(entry, stop);
}

/// <summary>Registers the number of partitions and the check that members agree on it and on their messages.</summary>
internal static class PartitionAgreement
{
    /// <summary>Puts the check in front of the table of members that was registered before.</summary>
    public static void AgreeOnPartitions(this ISiloBuilder silo, MemberOptions options)
    {
        silo.Services.AddSingleton(new PartitionCount(options.Partitions));
        ServiceDescriptor table = silo.Services.Last(service => service.ServiceType == typeof(IMembershipTable));
        silo.Services.Remove(table);
        silo.Services.AddSingleton(services => new AgreedMembershipTable(
            (IMembershipTable)(
                table.ImplementationInstance
                ?? table.ImplementationFactory?.Invoke(services)
                ?? ActivatorUtilities.CreateInstance(services, table.ImplementationType!)
            ),
            options.ClusterId
        ));
        silo.Services.AddSingleton<IMembershipTable>(services => services.GetRequiredService<AgreedMembershipTable>());
    }
}
