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

/// <summary>How the time before a conversation's first message is drawn, and how the conversation applies it.</summary>
public enum InitialWaitRule
{
    /// <summary>
    /// The user is in an idle time when the run begins, and the wait is the remainder of this idle time, as in a
    /// stationary renewal process. The idle time is drawn with probability proportional to its length times its weight,
    /// and the wait is uniform within it. The wait replaces the first draw of i (<c>first_idle</c>).
    /// </summary>
    Residual,

    /// <summary>
    /// Each conversation begins in the state in which it is at a random moment: in the remainder of an idle time
    /// (<c>first_idle</c>), or in a spell (<c>first_active</c>). Requires <see cref="PopulationRequest.StartDraw"/>.
    /// </summary>
    Stationary,

    /// <summary>
    /// As in the original's generator: a whole idle time, drawn with weights 30 + value x weight (normalised weights),
    /// becomes the conversation's <c>bootstrap</c>, during which the conversation receives nothing. A full draw of i
    /// follows.
    /// </summary>
    Original,

    /// <summary>No wait: every conversation begins with a full draw of i.</summary>
    None,
}

/// <summary>Draws the initial state of each conversation from the stationary distribution of its group.</summary>
public interface IStartDraw
{
    /// <summary>Draws the states of all conversations except those of silent members.</summary>
    /// <param name="population">The population; its waits are those of <see cref="InitialWaitRule.Residual"/>.</param>
    /// <param name="waits">
    /// Receives the wait of each membership: the seconds of activity time to the first message if the conversation
    /// begins idle, 0 if it begins active.
    /// </param>
    /// <param name="stop">Cancels the work.</param>
    /// <returns>The conversations that begin active, ascending by membership.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    ActiveMember[] Draw(UserPopulation population, float[] waits, CancellationToken stop);
}

/// <summary>A conversation that begins within a spell. Times are in seconds, in single precision.</summary>
/// <param name="Membership">The number of the membership.</param>
/// <param name="Send">When the next message is due, counted from waking up.</param>
/// <param name="Leave">When the spell ends if nothing is sent or received before, counted from waking up.</param>
/// <param name="Quiet">The spell's draw of w, a length of time.</param>
public readonly record struct ActiveMember(int Membership, float Send, float Leave, float Quiet)
{
    private static readonly Comparer<ActiveMember> ByMembership = Comparer<ActiveMember>.Create(
        (one, other) => one.Membership.CompareTo(other.Membership)
    );

    /// <summary>Index of the first entry that is not before a membership.</summary>
    /// <param name="active">Ascending by membership.</param>
    /// <param name="membership">The membership.</param>
    internal static int IndexFrom(ReadOnlySpan<ActiveMember> active, int membership)
    {
        int found = active.BinarySearch(new ActiveMember(membership, 0, 0, 0), ByMembership);
        return found >= 0 ? found : ~found;
    }
}
