using System.Collections.Immutable;

namespace MGen.Membership;

/// <summary>Who is in the cluster, as far as this process knows. Thread-safe.</summary>
public sealed class ClusterView(IClusterMembershipService membership)
{
    private Snapshot _last = new(MembershipVersion.MinValue, []);

    /// <summary>The active silos, in order; the same array until they change.</summary>
    public ImmutableArray<SiloAddress> Silos
    {
        get
        {
            ClusterMembershipSnapshot now = membership.CurrentSnapshot;
            Snapshot last = _last;
            if (last.Version == now.Version)
                return last.Silos;
            ImmutableArray<SiloAddress> silos = [.. now.Members.Values
                .Where(member => member.Status == SiloStatus.Active && NodeName.IsSilo(member.Name))
                .Select(member => member.SiloAddress)
                .Order()];
            _last = new Snapshot(now.Version, silos.SequenceEqual(last.Silos) ? last.Silos : silos);
            return _last.Silos;
        }
    }

    /// <summary>Whether a member has left or was declared dead: it does not come back under this address.</summary>
    public bool IsGone(SiloAddress member) => membership.CurrentSnapshot.GetSiloStatus(member) == SiloStatus.Dead;

    private sealed record Snapshot(MembershipVersion Version, ImmutableArray<SiloAddress> Silos);
}
