using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MGen.Membership.Tables;

/// <summary>
/// Looks whether this member's entry is in the table of members. Where somebody has emptied the table, whoever starts would begin a second cluster beside this
/// one. The first member that notices writes the entries of all again; a member is not ready until its own is there.
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

    /// <summary>
    /// Looks once. If this member's entry is missing, the entries of all active members are written again, this member's last: a member that reads a table with newer entries
    /// and without its own takes itself for dead.
    /// </summary>
    internal async Task LookAsync(CancellationToken stop)
    {
        MembershipTableData data = await table.ReadAllAsync(stop);
        if (Contains(data, here.SiloAddress))
        {
            _fault = null;
            return;
        }
        if (_fault is null)
            LogMissing(logger);
        _fault = "this member's entry is missing from the table of members";
        ClusterMembershipSnapshot known = membership.CurrentSnapshot;
        IEnumerable<ClusterMember> missing = known.Members.Values.Where(member => member.Status == SiloStatus.Active && !Contains(data, member.SiloAddress));
        foreach (ClusterMember member in missing.OrderBy(member => member.SiloAddress.Equals(here.SiloAddress)))
        {
            // Members ignore a table whose version goes back, so the new one continues theirs.
            int version = Math.Max(data.Version.Version, (int)Math.Min(known.Version.Value, int.MaxValue - 1)) + 1;
            if (!await table.InsertRowAsync(CreateEntry(member), new TableVersion(version, data.Version.VersionEtag), stop))
                return; // another member was faster: look again in a second
            LogRestored(logger, member.SiloAddress);
            data = await table.ReadAllAsync(stop);
        }
    }

    private static bool Contains(MembershipTableData data, SiloAddress address) => data.Members.Any(member => member.Item1.SiloAddress.Equals(address));

    private MembershipEntry CreateEntry(ClusterMember member)
    {
        DateTime now = clock.GetUtcNow().UtcDateTime;
        return new MembershipEntry
        {
            SiloAddress = member.SiloAddress,
            SiloName = member.Name,
            HostName = member.SiloAddress.Equals(here.SiloAddress) ? here.DnsHostName : member.SiloAddress.Endpoint.Address.ToString(),
            RoleName = "",
            Status = SiloStatus.Active,
            SuspectTimes = [],
            StartTime = now,
            IAmAliveTime = now,
        };
    }

    [LoggerMessage(70, LogLevel.Error, "The table of members no longer has this member's entry: somebody has emptied it. The entries of all active members are written again")]
    private static partial void LogMissing(ILogger logger);

    [LoggerMessage(71, LogLevel.Warning, "The entry of {Member} is in the table of members again")]
    private static partial void LogRestored(ILogger logger, SiloAddress member);

    [LoggerMessage(72, LogLevel.Debug, "The table of members cannot be read ({Reason})")]
    private static partial void LogUnreadable(ILogger logger, string reason);
}
