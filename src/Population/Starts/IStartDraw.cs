namespace MGen.Population.Starts;

/// <summary>Draws in which state each conversation begins, of the stationary law of its group.</summary>
public interface IStartDraw
{
    /// <summary>Draws the states of all conversations but those of silent members.</summary>
    /// <param name="population">The population; its waits are those of <see cref="InitialWaitRule.Residual"/>.</param>
    /// <param name="waits">Takes, by membership, the seconds of activity time to the first message of conversations that begin idle, and 0 of those that begin active.</param>
    /// <param name="stop">Stops it.</param>
    /// <returns>The conversations that begin active, ascending by membership.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    ActiveMember[] Draw(UserPopulation population, float[] waits, CancellationToken stop);
}

/// <summary>A conversation that begins in the middle of a spell of activity. Times in seconds from its waking up, in single precision.</summary>
/// <param name="Membership">Its number.</param>
/// <param name="Send">When the next message is due.</param>
/// <param name="Leave">When the spell ends if nothing happens before.</param>
/// <param name="Quiet">The spell's draw of w.</param>
public readonly record struct ActiveMember(int Membership, float Send, float Leave, float Quiet)
{
    private static readonly Comparer<ActiveMember> ByMembership = Comparer<ActiveMember>.Create((one, other) => one.Membership.CompareTo(other.Membership));

    /// <summary>The place of the first that is not before a membership.</summary>
    /// <param name="active">Ascending by membership.</param>
    /// <param name="membership">The membership.</param>
    internal static int IndexFrom(ReadOnlySpan<ActiveMember> active, int membership)
    {
        int found = active.BinarySearch(new ActiveMember(membership, 0, 0, 0), ByMembership);
        return found >= 0 ? found : ~found;
    }
}
