using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MGen.Membership.Tables;

/// <summary>
/// Checks every second that this member's entry is in the table of members. If the table was emptied, a new process
/// would begin a second cluster beside this one; therefore each member writes its entry again, and is not ready until
/// it has.
/// </summary>
internal sealed partial class MembershipGuard(
    IMembershipTable table, IClusterMembershipService membership, ILocalSiloDetails here, TimeProvider clock,
    ILogger<MembershipGuard> logger) : BackgroundService
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(1);

    private volatile string? _fault;

    /// <summary>Describes the problem; <c>null</c> if there is none.</summary>
    public string? Fault => _fault;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(CheckEvery, clock);
        while (await WaitAsync(timer, stoppingToken))
        {
            if (membership.CurrentSnapshot.GetSiloStatus(here.SiloAddress) != SiloStatus.Active)
                continue;
            try
            {
                await CheckAsync(stoppingToken);
            }
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

    private async Task CheckAsync(CancellationToken stop)
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
        // Members ignore a table with a lower version than they know, so the new version continues theirs.
        int version = Math.Max(
            data.Version.Version, (int)Math.Min(membership.CurrentSnapshot.Version.Value, int.MaxValue - 1)) + 1;
        if (await table.InsertRowAsync(entry, new TableVersion(version, data.Version.VersionEtag), stop))
            LogRestored(logger);
    }

    [LoggerMessage(70, LogLevel.Error,
        "The entry of this member is missing from the table of members, which was emptied. It is written again")]
    private static partial void LogMissing(ILogger logger);

    [LoggerMessage(71, LogLevel.Warning, "The entry of this member is in the table of members again")]
    private static partial void LogRestored(ILogger logger);

    [LoggerMessage(72, LogLevel.Debug, "The table of members cannot be read ({Reason})")]
    private static partial void LogUnreadable(ILogger logger, string reason);
}
