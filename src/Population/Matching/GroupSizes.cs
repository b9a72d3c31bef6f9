using MGen.Model.Randomness;
using MGen.Population.Laws;

namespace MGen.Population.Matching;

/// <summary>
/// Chooses the sizes of groups so that their sum is the number of slots: then nobody is left over, and no group is short of members.
/// </summary>
/// <remarks>
/// Each slot draws a size, as in the original. So many slots of a size rarely make whole groups: what is missing or left over is carried to the next
/// size. So the number of slots up to any size is as drawn, within half a group, which is as near as whole groups can be. What is carried beyond the
/// largest size is made good by drawing a few groups anew.
/// </remarks>
internal static class GroupSizes
{
    /// <summary>Attempts to meet a sum exactly. With the published table one in about ten succeeds.</summary>
    private const int Attempts = 100_000;

    /// <summary>How many slots are seated anew at the end, in groups of mean size.</summary>
    private const int TailGroups = 20;

    /// <summary>
    /// Sizes whose sum is <paramref name="slots"/>; if no sum of sizes was found that is, one that is the least bit larger: the last groups have
    /// places to fill.
    /// </summary>
    /// <param name="law">The law of the size of a slot's group.</param>
    /// <param name="slots">How many slots there are.</param>
    /// <param name="random">The generator.</param>
    public static List<int> Choose(CountLaw law, int slots, ref Xoshiro256 random)
    {
        List<int> sizes = Allot(law, slots, ref random, out int left);
        CountLaw ofGroups = law.PerGroup();
        double tail = TailGroups * ofGroups.Mean;
        while (left != 0 && left < tail && sizes.Count > 0)
            left += TakeRandom(sizes, ref random);
        sizes.AddRange(DrawTail(ofGroups, left, ref random));
        return sizes;
    }

    /// <summary>Whole groups of each size; <paramref name="left"/> slots, or a negative number of them, are carried beyond the largest.</summary>
    private static List<int> Allot(CountLaw law, int slots, ref Xoshiro256 random, out int left)
    {
        int[] drawn = new int[law.Values[^1] + 1];
        for (int slot = 0; slot < slots; slot++)
            drawn[law.Draw(ref random)]++;
        List<int> sizes = [];
        left = 0;
        foreach (int size in law.Values)
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

    private static List<int> DrawTail(CountLaw law, int rest, ref Xoshiro256 random)
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
                sizes.Add(law.Draw(ref random));
                left -= sizes[^1];
            }
            if (-left < least)
                (nearest, least) = ([.. sizes], -left);
        }
        return nearest;
    }
}
