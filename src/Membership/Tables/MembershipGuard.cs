using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MGen.Membership.Tables;

/// <summary>
/// Checks every second that this member's entry is in the table of members. If the table was emptied, a new process
/// would begin a second cluster in addition to this one; therefore the first member that detects it writes the entries
/// of all active members again. A member is not ready until the table contains its entry.
/// </summary>
internal sealed partial class MembershipGuard(
    IMembershipTable table,
    IClusterMembershipService membership,
    ILocalSiloDetails here,
    TimeProvider clock,
    ILogger<MembershipGuard> logger
) : BackgroundService
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

    /// <summary>
    /// Checks once. If this member's entry is missing, writes the entries of all active members again, this member's
    /// last: a member that reads a table with new entries and without its own concludes that it was declared
    /// dead.
    /// </summary>
    internal async Task CheckAsync(CancellationToken stop)
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
        IEnumerable<ClusterMember> missing = known.Members.Values.Where(member =>
            member.Status == SiloStatus.Active && !Contains(data, member.SiloAddress)
        );
        foreach (ClusterMember member in missing.OrderBy(member => member.SiloAddress.Equals(here.SiloAddress)))
        {
            // Members ignore a table with a lower version than they know, so the new version continues theirs.
            int version = Math.Max(data.Version.Version, (int)Math.Min(known.Version.Value, int.MaxValue - 1)) + 1;
            if (
                !await table.InsertRowAsync(
                    CreateEntry(member),
                    new TableVersion(version, data.Version.VersionEtag),
                    stop
                )
            )
                return; // another member was faster: check again in a second
            LogRestored(logger, member.SiloAddress);
            data = await table.ReadAllAsync(stop);
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
            Status = SiloStatus.Active,
            SuspectTimes = [],
            StartTime = now,
            IAmAliveTime = now,
        };
    }

    [LoggerMessage(
        70,
        LogLevel.Error,
        "The entry of this member is missing from the table of members, which was emptied. The entries of all active members are restored"
    )]
    private static partial void LogMissing(ILogger logger);

    [LoggerMessage(71, LogLevel.Warning, "The entry of {Member} is in the table of members again")]
    private static partial void LogRestored(ILogger logger, SiloAddress member);

    [LoggerMessage(72, LogLevel.Debug, "The table of members cannot be read ({Reason})")]
    private static partial void LogUnreadable(ILogger logger, string reason);
}
