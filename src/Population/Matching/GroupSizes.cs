using MGen.Model.Randomness;
using MGen.Population.Laws;

namespace MGen.Population.Matching;

/// <summary>
/// Draws the sizes of groups so that their sum is the number of slots: then nobody is left over, and no group is short of members. Sizes are drawn
/// independently until the sum is near; the last few are drawn anew until it is met.
/// </summary>
internal static class GroupSizes
{
    /// <summary>Attempts to meet the sum. With the published table one in about ten succeeds.</summary>
    private const int Attempts = 100_000;

    /// <summary>The last few have room for about this many groups of mean size.</summary>
    private const int TailGroups = 20;

    /// <summary>
    /// Sizes whose sum is <paramref name="slots"/>; if no sum of sizes was found that is, one that is the least bit larger: the last groups have
    /// places to fill.
    /// </summary>
    public static List<int> Draw(CountLaw law, int slots, ref Xoshiro256 random)
    {
        List<int> sizes = [];
        int rest = slots;
        double tail = TailGroups * law.Mean;
        while (rest > tail + law.Values[^1])
        {
            sizes.Add(law.Draw(ref random));
            rest -= sizes[^1];
        }
        sizes.AddRange(DrawTail(law, rest, ref random));
        return sizes;
    }

    private static List<int> DrawTail(CountLaw law, int rest, ref Xoshiro256 random)
    {
        List<int> sizes = [];
        List<int> nearest = [];
        int least = int.MaxValue;
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
