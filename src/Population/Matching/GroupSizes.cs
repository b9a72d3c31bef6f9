using MGen.Model.Randomness;
using MGen.Population.Distributions;

namespace MGen.Population.Matching;

/// <summary>
/// Chooses the sizes of groups so that their sum is the number of slots: no user is left over, and no group lacks
/// members.
/// </summary>
/// <remarks>
/// Each slot draws a size, as in the original. The number of slots that drew a size is rarely a multiple of that size,
/// so the remainder, positive or negative, is carried to the next size. Thus the number of slots up to any size differs
/// from the draws by at most half a group, which is the best that whole groups permit. The remainder beyond the largest
/// size is resolved by drawing a few groups again.
/// </remarks>
internal static class GroupSizes
{
    /// <summary>
    /// Number of attempts to match a sum exactly. With the published table about one attempt in ten succeeds.
    /// </summary>
    private const int Attempts = 100_000;

    /// <summary>Number of groups of mean size that are drawn again at the end.</summary>
    private const int TailGroups = 20;

    /// <summary>
    /// Returns sizes whose sum is <paramref name="slots"/>. If no such sizes were found, returns those with the
    /// smallest larger sum that was found, so that the last groups have vacant seats.
    /// </summary>
    /// <param name="distribution">Distribution of the size of a slot's group.</param>
    /// <param name="slots">Number of slots.</param>
    /// <param name="random">The generator.</param>
    public static List<int> Choose(CountDistribution distribution, int slots, ref Xoshiro256 random)
    {
        List<int> sizes = Allot(distribution, slots, ref random, out int left);
        CountDistribution ofGroups = distribution.PerGroup();
        double tail = TailGroups * ofGroups.Mean;
        while (left != 0 && left < tail && sizes.Count > 0)
            left += TakeRandom(sizes, ref random);
        sizes.AddRange(DrawTail(ofGroups, left, ref random));
        return sizes;
    }

    /// <summary>
    /// Returns the sizes of whole groups. <paramref name="left"/> is the number of slots, possibly negative, that
    /// remain beyond the largest size.
    /// </summary>
    private static List<int> Allot(CountDistribution distribution, int slots, ref Xoshiro256 random, out int left)
    {
        int[] drawn = new int[distribution.Values[^1] + 1];
        for (int slot = 0; slot < slots; slot++)
            drawn[distribution.Draw(ref random)]++;
        List<int> sizes = [];
        left = 0;
        foreach (int size in distribution.Values)
        {
            left += drawn[size];
            int groups = Math.Max(0, (int)Math.Round((double)left / size));
            sizes.AddRange(Enumerable.Repeat(size, groups));
            left -= groups * size;
        }
        return sizes;
    }

    private static int TakeRandom(List<int> sizes, ref Xoshiro256 random)
    {
        int index = (int)random.NextBelow((ulong)sizes.Count);
        int size = sizes[index];
        sizes[index] = sizes[^1];
        sizes.RemoveAt(sizes.Count - 1);
        return size;
    }

    private static List<int> DrawTail(CountDistribution distribution, int rest, ref Xoshiro256 random)
    {
        List<int> sizes = [];
        List<int> nearest = [];
        int least = rest > 0 ? int.MaxValue : 0;
        for (int attempt = 0; attempt < Attempts && least > 0; attempt++)
        {
            sizes.Clear();
            int left = rest;
            while (left > 0)
            {
                sizes.Add(distribution.Draw(ref random));
                left -= sizes[^1];
            }
            if (-left < least)
                (nearest, least) = ([.. sizes], -left);
        }
        return nearest;
    }
}
