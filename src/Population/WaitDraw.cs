using MGen.Model.Randomness;
using MGen.Population.Behaviours;
using MGen.Population.Matching;

namespace MGen.Population;

/// <summary>
/// Draws the initial waits. Each user has their own generator, so that users can be distributed over threads.
/// </summary>
internal static class WaitDraw
{
    /// <summary>Fills <see cref="PopulationParts.Waits"/>.</summary>
    public static void Fill(PopulationParts parts, MatchedGroups dyads, MatchedGroups groups, PopulationRequest request)
    {
        float silent = -(float)request.SilentWait.TotalSeconds;
        foreach (int place in dyads.Silent)
            parts.Waits[place] = silent;
        foreach (int place in groups.Silent)
            parts.Waits[dyads.Members.Length + place] = silent;
        if (request.WaitRule == InitialWaitRule.None)
            return;
        (int[] firstOfUser, int[] byUser) = MembershipIndex.ByUser(parts.MemberUsers, parts.Users.Length);
        int[] groupOf = MembershipIndex.GroupOfEach(parts.FirstOfGroup);
        Parallel.For(
            0,
            parts.Users.Length,
            user => FillUser(parts, groupOf, user, byUser.AsSpan(firstOfUser[user]..firstOfUser[user + 1]))
        );
    }

    private static void FillUser(PopulationParts parts, int[] groupOf, int user, ReadOnlySpan<int> memberships)
    {
        Xoshiro256 random = PopulationStream.ForWaits(parts.Seed, user);
        BehaviourModel model = parts.Models[parts.Users[user].Model];
        foreach (int membership in memberships)
        {
            int group = groupOf[membership];
            IdleTimes idle = model.ForSize(parts.FirstOfGroup[group + 1] - parts.FirstOfGroup[group]).Idle;
            ref float wait = ref parts.Waits[membership];
            if (!float.IsNegative(wait))
            {
                wait = (float)(
                    parts.WaitRule == InitialWaitRule.Original
                        ? idle.DrawAsOriginal(ref random)
                        : idle.DrawResidual(ref random)
                );
            }
        }
    }
}
