using MGen.Wire;

namespace MGen.Groups;

/// <summary>
/// Counts the bytes queued in a group, and adds them to the count of all groups of a partition. Not thread-safe.
/// </summary>
/// <param name="all">The count of all groups; <c>null</c> if it is not needed.</param>
public sealed class QueuedBytes(QueuedBytes? all = null)
{
    /// <summary>The number of queued bytes.</summary>
    public long Total { get; private set; }

    /// <summary>Adds bytes; negative to subtract.</summary>
    public void Add(long bytes)
    {
        Total += bytes;
        all?.Add(bytes);
    }

    /// <summary>The bytes for which a frame counts: its header and <see cref="GroupLimits.FrameOverhead"/>.</summary>
    public static long SizeOf(Frame frame) => frame.Header.Length + GroupLimits.FrameOverhead;

    /// <summary>
    /// Finds the highest level such that the amounts, each cut to at most that level, add up to at most the bound.
    /// Amounts below the level remain.
    /// </summary>
    /// <param name="amounts">Amounts, at least 0.</param>
    /// <param name="bound">The bound, at least 0.</param>
    /// <returns>The level; <see cref="long.MaxValue"/> if no amount need be cut.</returns>
    public static long FindLevel(IEnumerable<long> amounts, long bound)
    {
        long[] sorted = [.. amounts.Order()];
        for (int i = 0; i < sorted.Length; i++)
        {
            // In ascending order: an amount below the equal share stays, and the remaining bound is divided among the
            // larger amounts.
            long share = bound / (sorted.Length - i);
            if (sorted[i] > share)
                return share;
            bound -= sorted[i];
        }
        return long.MaxValue;
    }
}
