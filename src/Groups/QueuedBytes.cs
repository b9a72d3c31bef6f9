using MGen.Wire;

namespace MGen.Groups;

/// <summary>Counts bytes that are queued in a group, and in all groups of a partition. Not thread-safe.</summary>
/// <param name="all">Counts those of all groups; <c>null</c> if nobody asks.</param>
public sealed class QueuedBytes(QueuedBytes? all = null)
{
    /// <summary>How many there are.</summary>
    public long Total { get; private set; }

    /// <summary>More, or fewer.</summary>
    public void Add(long bytes)
    {
        Total += bytes;
        all?.Add(bytes);
    }

    /// <summary>What a frame counts for: its header and <see cref="GroupLimits.FrameOverhead"/>.</summary>
    public static long Of(Frame frame) => frame.Header.Length + GroupLimits.FrameOverhead;

    /// <summary>The highest level to which amounts can be cut so that they add up to no more than a bound: small ones keep all they have.</summary>
    /// <param name="amounts">Amounts, from 0.</param>
    /// <param name="bound">The bound, from 0.</param>
    public static long FindLevel(IEnumerable<long> amounts, long bound)
    {
        long[] sorted = [.. amounts.Order()];
        for (int i = 0; i < sorted.Length; i++)
        {
            long share = bound / (sorted.Length - i);
            if (sorted[i] > share)
                return share;
            bound -= sorted[i];
        }
        return long.MaxValue;
    }
}
