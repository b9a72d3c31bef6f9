namespace MGen.Population;

/// <summary>Draws the initial state of each conversation from the stationary distribution of its group.</summary>
public interface IStartDraw
{
    /// <summary>Draws the states of all conversations except those of silent members.</summary>
    /// <param name="population">The population; its waits are those of <see cref="InitialWaitRule.Residual"/>.</param>
    /// <param name="waits">
    /// Receives, by membership, the seconds of activity time to the first message of conversations that begin idle, and
    /// 0 for those that begin active.
    /// </param>
    /// <param name="stop">Cancels the work.</param>
    /// <returns>The conversations that begin active, ascending by membership.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    ActiveMember[] Draw(UserPopulation population, float[] waits, CancellationToken stop);
}

/// <summary>
/// A conversation that begins within a spell. Times are in seconds from its waking up, in single precision.
/// </summary>
/// <param name="Membership">Its number.</param>
/// <param name="Send">When the next message is due.</param>
/// <param name="Leave">When the spell ends if nothing happens before.</param>
/// <param name="Quiet">The spell's draw of w.</param>
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
