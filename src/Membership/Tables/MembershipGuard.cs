using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MGen.Membership.Tables;

/// <summary>
/// Looks whether this member's entry is in the table of members. Where somebody has emptied the table, whoever starts would begin a second cluster beside this
/// one: each member writes its entry again, and is not ready until it has.
/// </summary>
internal sealed partial class MembershipGuard(
    IMembershipTable table, IClusterMembershipService membership, ILocalSiloDetails here, TimeProvider clock, ILogger<MembershipGuard> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private volatile string? _fault;

    /// <summary>What is wrong; <c>null</c> if nothing is.</summary>
    public string? Fault => _fault;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(LookEvery, clock);
        while (await WaitAsync(timer, stoppingToken))
        {
            if (membership.CurrentSnapshot.GetSiloStatus(here.SiloAddress) != SiloStatus.Active)
                continue;
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception failure)
            {
                // The table cannot be reached: Orleans says so, too, and nothing is known to be wrong with the entry.
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

    private async Task LookAsync(CancellationToken stop)
    {
        MembershipTableData data = await table.ReadAllAsync(stop);
        if (data.Members.Any(member => member.Item1.SiloAddress.Equals(here.SiloAddress)))
        {
            _fault = null;
            return;
        }
        if (_fault is null)
            LogMissing(logger);
        _fault = "this member's entry is missing from the table of members";
        ClusterMember self = membership.CurrentSnapshot.Members[here.SiloAddress];
        DateTime now = clock.GetUtcNow().UtcDateTime;
        MembershipEntry entry = new()
        {
            SiloAddress = here.SiloAddress,
            SiloName = self.Name,
            HostName = here.DnsHostName,
            RoleName = "",
            Status = SiloStatus.Active,
            SuspectTimes = [],
            StartTime = now,
            IAmAliveTime = now,
        };
        // Members ignore a table whose version goes back, so the new one continues theirs.
        int version = Math.Max(data.Version.Version, (int)Math.Min(membership.CurrentSnapshot.Version.Value, int.MaxValue - 1)) + 1;
        if (await table.InsertRowAsync(entry, new TableVersion(version, data.Version.VersionEtag), stop))
            LogRestored(logger);
    }

    [LoggerMessage(70, LogLevel.Error, "The table of members no longer has this member's entry: somebody has emptied it. It is written again")]
    private static partial void LogMissing(ILogger logger);

    [LoggerMessage(71, LogLevel.Warning, "This member's entry is in the table of members again")]
    private static partial void LogRestored(ILogger logger);

    [LoggerMessage(72, LogLevel.Debug, "The table of members cannot be read ({Reason})")]
    private static partial void LogUnreadable(ILogger logger, string reason);
}
