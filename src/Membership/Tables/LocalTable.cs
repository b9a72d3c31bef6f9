using System.Text.Json.Serialization;

namespace MGen.Membership.Tables;

/// <summary>The content of the file by which members on one machine find each other.</summary>
/// <param name="Version">Counts changes of membership.</param>
/// <param name="Members">One entry per process that was a member.</param>
internal sealed record LocalTable(int Version, List<LocalMember> Members)
{
    [JsonIgnore]
    public string VersionTag => Version.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public LocalMember? Find(SiloAddress address) => Members.Find(member => member.Address == address.ToParsableString());
}
