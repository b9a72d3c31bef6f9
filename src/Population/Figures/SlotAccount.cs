namespace MGen.Population.Figures;

/// <summary>What became of the memberships that users asked for, counted in the finished population and not while it was made.</summary>
/// <param name="Asked">Memberships that the users' draws ask for.</param>
/// <param name="Realised">Memberships there are, silent ones apart.</param>
/// <param name="Dormant">Memberships left out with a group in which nobody does anything during the run.</param>
/// <param name="Silent">Memberships that nobody asked for, which fill a place in a group.</param>
/// <param name="UsersOff">Users who have more or fewer memberships than asked for, dormant ones counted in.</param>
public sealed record SlotAccount(long Asked, long Realised, long Dormant, long Silent, int UsersOff)
{
    /// <summary>Memberships that were asked for and are nowhere: 0, or this program has a bug.</summary>
    public long Lost => Asked - Realised - Dormant;
}
