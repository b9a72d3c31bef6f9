namespace MGen.Membership.Tables;

/// <summary>One process in <see cref="LocalTable"/>, with what Orleans keeps of a member.</summary>
internal sealed record LocalMember
{
    /// <summary>As Orleans writes addresses.</summary>
    public required string Address { get; init; }

    public required string Name { get; init; }

    /// <summary>Its process: one that is gone is dead, and nobody needs to probe it first.</summary>
    public required int ProcessId { get; init; }

    public required SiloStatus Status { get; init; }

    /// <summary>Who suspects it, and since when.</summary>
    public required List<LocalSuspicion> Suspicions { get; init; }

    public required DateTime StartTime { get; init; }

    public required DateTime AliveTime { get; init; }

    /// <summary>Counts changes of this entry.</summary>
    public required int Tag { get; init; }

    public static LocalMember Of(MembershipEntry entry, int processId, int tag) => new()
    {
        Address = entry.SiloAddress.ToParsableString(),
        Name = entry.SiloName,
        ProcessId = processId,
        Status = entry.Status,
        Suspicions = [.. (entry.SuspectTimes ?? []).Select(suspicion => new LocalSuspicion(suspicion.Item1.ToParsableString(), suspicion.Item2))],
        StartTime = entry.StartTime,
        AliveTime = entry.IAmAliveTime,
        Tag = tag,
    };

    public MembershipEntry ToEntry() => new()
    {
        SiloAddress = SiloAddress.FromParsableString(Address),
        SiloName = Name,
        HostName = "localhost",
        RoleName = "",
        Status = Status,
        SuspectTimes = [.. Suspicions.Select(suspicion => Tuple.Create(SiloAddress.FromParsableString(suspicion.By), suspicion.Since))],
        StartTime = StartTime,
        IAmAliveTime = AliveTime,
    };
}
