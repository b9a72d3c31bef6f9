using MGen.Model.Randomness;

namespace MGen.Population.Matching;

/// <summary>Creates slots in random order.</summary>
internal static class Shuffle
{
    /// <summary>
    /// Returns each user as often as their degree says, in an order that is uniform over all permutations (R.
    /// Durstenfeld, CACM 7(7), 1964).
    /// </summary>
    public static int[] Slots(ReadOnlySpan<int> degrees, ref Xoshiro256 random)
    {
        long total = 0;
        foreach (int degree in degrees)
            total += degree;
        int[] slots = new int[checked((int)total)];
        int next = 0;
        for (int user = 0; user < degrees.Length; user++)
        {
            slots.AsSpan(next, degrees[user]).Fill(user);
            next += degrees[user];
        }
        for (int i = slots.Length - 1; i > 0; i--)
        {
            int j = (int)random.NextBelow((ulong)i + 1);
            (slots[i], slots[j]) = (slots[j], slots[i]);
        }
        return slots;
    }
}
