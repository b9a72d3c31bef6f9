using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace MGen.Membership.Tables;

/// <summary>
/// Orleans' table of members in one text: a file for a cluster on one machine, or a key of Redis. The text belongs to
/// no member, so any member may be killed. In contrast, Orleans' own table for development is in the memory of one silo
/// and is lost with that silo.
/// </summary>
/// <param name="text">Where the table is.</param>
/// <param name="isOneMachine">
/// Whether all members run on this machine, so that this process can see which of them run.
/// </param>
internal sealed class TextMembershipTable(ITableText text, bool isOneMachine)
    : IMembershipTable,
        IRestorableMembershipTable
{
    /// <summary>The process id of a member that may run on another machine.</summary>
    private const int NoProcess = 0;

    /// <summary>
    /// The process ids of the members, as they were last read. They are kept because a member that restores an emptied
    /// table also writes the entries of other members.
    /// </summary>
    private readonly ConcurrentDictionary<string, int> _processes = new(StringComparer.Ordinal);

    /// <summary>
    /// Marks the entries of processes that no longer run as dead, so that a cluster that was killed as a whole can
    /// start again immediately.
    /// </summary>
    public Task InitializeMembershipTable(bool tryInitTableVersion) =>
        text.VisitAsync(table =>
        {
            bool IsOrphan(LocalMember member) =>
                isOneMachine && member.Status != SiloStatus.Dead && !IsRunning(member.ProcessId);
            return table.Members.Exists(IsOrphan)
                ? new LocalTable(
                    table.Version + 1,
                    [
                        .. table.Members.Select(member =>
                            IsOrphan(member) ? member with { Status = SiloStatus.Dead, Tag = member.Tag + 1 } : member
                        ),
                    ]
                )
                : null;
        });

    public Task DeleteMembershipTableEntries(string clusterId) => text.VisitAsync(_ => new LocalTable(0, []));

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) =>
        text.VisitAsync(table => new LocalTable(
            table.Version,
            [
                .. table.Members.Where(member =>
                    member.Status != SiloStatus.Dead || member.AliveTime >= beforeDate.UtcDateTime
                ),
            ]
        ));

    public async Task<MembershipTableData> ReadRow(SiloAddress key)
    {
        LocalTable table = await text.ReadAsync();
        return ToData(table, table.Members.Where(member => member.Address == key.ToParsableString()));
    }

    public async Task<MembershipTableData> ReadAll()
    {
        LocalTable table = await text.ReadAsync();
        foreach (LocalMember member in table.Members)
            _processes[member.Address] = member.ProcessId;
        return ToData(table, table.Members);
    }

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) =>
        text.VisitAsync(table =>
            // Optimistic concurrency, as Orleans expects of a table: nothing is written over a version that the caller
            // has not read.
            table.VersionTag == tableVersion.VersionEtag
            && table.Find(entry.SiloAddress) is null
                ? Add(table, [entry], tableVersion.Version)
                : null
        );

    public Task<bool> RestoreAsync(
        IReadOnlyCollection<MembershipEntry> entries,
        TableVersion version,
        CancellationToken stop
    ) =>
        text.VisitAsync(table => table.VersionTag == version.VersionEtag ? Add(table, entries, version.Version) : null);

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) =>
        text.VisitAsync(table =>
            table.VersionTag == tableVersion.VersionEtag
            && table.Find(entry.SiloAddress) is { } known
            && FormatTag(known) == etag
                ? Replace(table, known, LocalMember.From(entry, known.ProcessId, known.Tag + 1), tableVersion.Version)
                : null
        );

    public Task UpdateIAmAlive(MembershipEntry entry) =>
        text.VisitAsync(table =>
            table.Find(entry.SiloAddress) is { } known
                // Neither version nor tag changes: a sign of life must not make concurrent changes of membership fail.
                ? Replace(table, known, known with { AliveTime = entry.IAmAliveTime }, table.Version)
                : null
        );

    private LocalTable Add(LocalTable table, IEnumerable<MembershipEntry> entries, int version)
    {
        int FindProcess(MembershipEntry entry) =>
            // A member whose entry was never read is this process, which inserts itself.
            _processes.GetValueOrDefault(
                entry.SiloAddress.ToParsableString(),
                isOneMachine ? Environment.ProcessId : NoProcess
            );
        return new LocalTable(
            version,
            [.. table.Members, .. entries.Select(entry => LocalMember.From(entry, FindProcess(entry), 0))]
        );
    }

    private static LocalTable Replace(LocalTable table, LocalMember old, LocalMember member, int version) =>
        new(version, [.. table.Members.Select(known => known == old ? member : known)]);

    private static MembershipTableData ToData(LocalTable table, IEnumerable<LocalMember> members) =>
        new(
            [.. members.Select(member => Tuple.Create(member.ToEntry(), FormatTag(member)))],
            new TableVersion(table.Version, table.VersionTag)
        );

    private static string FormatTag(LocalMember member) => member.Tag.ToString(CultureInfo.InvariantCulture);

    private static bool IsRunning(int processId)
    {
        try
        {
            // The system may have given the id to another process. Then the entry stays until the probes fail.
            using Process process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
