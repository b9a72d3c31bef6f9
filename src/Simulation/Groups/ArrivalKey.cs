namespace MGen.Simulation.Groups;

/// <summary>The order in which frames are handled.</summary>
/// <param name="At">When it is handled: when it arrives, or when its recipient wakes up. In ticks.</param>
/// <param name="ArrivesAt">When it arrives: the order in which a waking recipient handles what waits. In ticks.</param>
/// <param name="Number">Counts the frames of a group as they are made: the last tie-break.</param>
internal readonly record struct ArrivalKey(long At, long ArrivesAt, long Number) : IComparable<ArrivalKey>
{
    /// <inheritdoc/>
    public int CompareTo(ArrivalKey other)
    {
        if (At != other.At)
            return At < other.At ? -1 : 1;
        if (ArrivesAt != other.ArrivesAt)
            return ArrivesAt < other.ArrivesAt ? -1 : 1;
        return Number.CompareTo(other.Number);
    }
}
