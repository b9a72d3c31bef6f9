using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MGen.Membership.Tables;

/// <summary>The members of a cluster, as stored in a file or in a key of Redis.</summary>
/// <param name="Version">Counts changes of membership.</param>
/// <param name="Members">One entry per process that is or was a member.</param>
internal sealed record LocalTable(int Version, List<LocalMember> Members)
{
    private static readonly LocalTable Empty = new(0, []);

    [JsonIgnore]
    public string VersionTag => Version.ToString(CultureInfo.InvariantCulture);

    public LocalMember? Find(SiloAddress address) =>
        Members.Find(member => member.Address == address.ToParsableString());

    /// <summary>Parses a table; returns an empty table for no bytes.</summary>
    public static LocalTable Parse(byte[] json) =>
        json.Length == 0 ? Empty : JsonSerializer.Deserialize(json, LocalTableJson.Default.LocalTable) ?? Empty;

    /// <summary>The bytes that <see cref="Parse"/> reads.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, LocalTableJson.Default.LocalTable);
}

/// <summary>A member, with the fields that Orleans keeps of one.</summary>
internal sealed record LocalMember
{
    /// <summary>The address and generation, in Orleans' format.</summary>
    public required string Address { get; init; }

    public required string Name { get; init; }

    public string HostName { get; init; } = "localhost";

    /// <summary>
    /// The member's process, in a cluster on one machine. A member whose process does not run is dead without any
    /// probe.
    /// </summary>
    public required int ProcessId { get; init; }

    public required SiloStatus Status { get; init; }

    /// <summary>The members that suspect this one, with the times of their votes.</summary>
    public required List<LocalSuspicion> Suspicions { get; init; }

    public required DateTime StartTime { get; init; }

    public required DateTime AliveTime { get; init; }

    /// <summary>Counts changes of this entry, except those of <see cref="AliveTime"/>.</summary>
    public required int Tag { get; init; }

    public static LocalMember From(MembershipEntry entry, int processId, int tag) =>
        new()
        {
            Address = entry.SiloAddress.ToParsableString(),
            Name = entry.SiloName,
            HostName = entry.HostName ?? "localhost",
            ProcessId = processId,
            Status = entry.Status,
            Suspicions =
            [
                .. (entry.SuspectTimes ?? []).Select(suspicion => new LocalSuspicion(
                    suspicion.Item1.ToParsableString(),
                    suspicion.Item2
                )),
            ],
            StartTime = entry.StartTime,
            AliveTime = entry.IAmAliveTime,
            Tag = tag,
        };

    public MembershipEntry ToEntry() =>
        new()
        {
            SiloAddress = SiloAddress.FromParsableString(Address),
            SiloName = Name,
            HostName = HostName,
            RoleName = "",
            Status = Status,
            SuspectTimes =
            [
                .. Suspicions.Select(suspicion =>
                    Tuple.Create(SiloAddress.FromParsableString(suspicion.By), suspicion.Since)
                ),
            ],
            StartTime = StartTime,
            IAmAliveTime = AliveTime,
        };
}

/// <summary>A member's vote that another one is dead.</summary>
internal sealed record LocalSuspicion(string By, DateTime Since);

/// <summary>The format of <see cref="LocalTable"/>.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(LocalTable))]
internal sealed partial class LocalTableJson : JsonSerializerContext { }
