using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MGen.Membership.Tables;

/// <summary>
/// Checks every second that this member's entry is in the table of members. If the table was emptied, a new process
/// would begin a second cluster in addition to this one; therefore the first member that detects it writes the entries
/// of all members again. A member is not ready until the table contains its entry.
/// </summary>
internal sealed partial class MembershipGuard(
    IMembershipTable table,
    IRestorableMembershipTable restorable,
    IClusterMembershipService membership,
    ILocalSiloDetails here,
    TimeProvider clock,
    ILogger<MembershipGuard> logger
) : BackgroundService
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The largest number of reads of the table in one check. A check reads the table again after each restoration, by
    /// this member or by another one.
    /// </summary>
    private const int MaxAttempts = 10;

    private volatile string? _fault;

    /// <summary>Describes the problem; <c>null</c> if there is none.</summary>
    public string? Fault => _fault;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(CheckEvery, clock);
        while (await WaitAsync(timer, stoppingToken))
        {
            // While this member joins or leaves, its entry may be missing.
            if (membership.CurrentSnapshot.GetSiloStatus(here.SiloAddress) != SiloStatus.Active)
                continue;
            try
            {
                await CheckAsync(stoppingToken);
            }
            // Any failure: an exception that left the loop would leave this member unguarded.
            catch (Exception failure)
            {
                // The table cannot be reached, which Orleans logs, too. It is unknown whether the entry is missing.
                LogUnreadable(logger, failure.Message);
            }
        }
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>
    /// Checks once. If this member's entry is missing, writes the missing entries of all members that this member
    /// knows. All entries are written in one change, because a member that reads an incomplete table moves partitions
    /// for a moment, and a member that reads a newer table without its own entry concludes that it was declared dead.
    /// </summary>
    internal async Task CheckAsync(CancellationToken stop)
    {
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            MembershipTableData data = await ReadAsync(stop);
            // The loop also ends here after a restoration, by this member or by another one.
            if (Contains(data, here.SiloAddress))
            {
                _fault = null;
                return;
            }
            if (_fault is null)
                LogMissing(logger);
            _fault = "this member's entry is missing from the table of members";
            ClusterMembershipSnapshot known = membership.CurrentSnapshot;
            MembershipEntry[] missing =
            [
                .. known.Members.Values.Where(member => !Contains(data, member.SiloAddress)).Select(CreateEntry),
            ];
            // Members ignore a table whose version is lower than the one they know, so the new version exceeds both.
            int version = Math.Max(data.Version.Version, (int)Math.Min(known.Version.Value, int.MaxValue - 1)) + 1;
            if (await restorable.RestoreAsync(missing, new TableVersion(version, data.Version.VersionEtag), stop))
                LogRestored(logger, missing.Length);
        }
    }

    /// <summary>
    /// Reads the table. In PostgreSQL the table cannot be read if its version row is missing, so this row is created
    /// after a failed read, and the table is read once more.
    /// </summary>
    private async Task<MembershipTableData> ReadAsync(CancellationToken stop)
    {
        try
        {
            return await table.ReadAllAsync(stop);
        }
        catch (Exception) when (!stop.IsCancellationRequested)
        {
            // This is safe if the table is complete, because PostgreSQL inserts the version row only if there is none.
            await table.InitializeMembershipTableAsync(true, stop);
            return await table.ReadAllAsync(stop);
        }
    }

    private static bool Contains(MembershipTableData data, SiloAddress address) =>
        data.Members.Any(member => member.Item1.SiloAddress.Equals(address));

    private MembershipEntry CreateEntry(ClusterMember member)
    {
        DateTime now = clock.GetUtcNow().UtcDateTime;
        return new MembershipEntry
        {
            SiloAddress = member.SiloAddress,
            SiloName = member.Name,
            HostName = member.SiloAddress.Equals(here.SiloAddress)
                ? here.DnsHostName
                : member.SiloAddress.Endpoint.Address.ToString(),
            RoleName = "",
            Status = member.Status,
            SuspectTimes = [],
            StartTime = now,
            IAmAliveTime = now,
        };
    }

    [LoggerMessage(
        70,
        LogLevel.Error,
        "The entry of this member is missing from the table of members, which was emptied. The entries of all members are restored"
    )]
    private static partial void LogMissing(ILogger logger);

    [LoggerMessage(71, LogLevel.Warning, "Entries restored in the table of members: {Count}")]
    private static partial void LogRestored(ILogger logger, int count);

    [LoggerMessage(72, LogLevel.Debug, "The table of members cannot be read ({Reason})")]
    private static partial void LogUnreadable(ILogger logger, string reason);
}

/// <summary>A table of members that takes several entries in one change.</summary>
internal interface IRestorableMembershipTable
{
    /// <summary>Adds entries that are missing.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="version">The table's next version, and the tag of the version that was read.</param>
    /// <param name="stop">Cancels waiting for the table.</param>
    /// <returns>
    /// Whether the entries were added. If not, another member has changed the table since it was read.
    /// </returns>
    Task<bool> RestoreAsync(IReadOnlyCollection<MembershipEntry> entries, TableVersion version, CancellationToken stop);
}
