namespace MGen.Model.Configuration.Errors;

/// <summary>Finds a known word that is similar to a mistyped one.</summary>
internal static class DidYouMean
{
    /// <summary>
    /// Longer words are not compared: no key is similar to them, and the comparison takes quadratic time.
    /// </summary>
    private const int MaxWordChars = 40;

    /// <summary>
    /// A hint that names the most similar of <paramref name="known"/>; <c>null</c> if more than a third of its letters
    /// (in short words more than one) differ, or all.
    /// </summary>
    public static string? Hint(string word, IEnumerable<string> known)
    {
        if (word.Length > MaxWordChars)
            return null;
        string? nearest = known.MinBy(candidate => Distance(word, candidate));
        return nearest is not null && IsNear(nearest.Length, Distance(word, nearest))
            ? $"did you mean '{nearest}'?"
            : null;
    }

    private static bool IsNear(int letters, int distance) => distance <= Math.Max(1, letters / 3) && distance < letters;

    /// <summary>
    /// The number of letters to insert, delete, replace or swap with a neighbour to turn one word into the other; case
    /// is ignored.
    /// </summary>
    internal static int Distance(string from, string to)
    {
        int[,] cost = new int[from.Length + 1, to.Length + 1];
        for (int i = 0; i <= from.Length; i++)
            cost[i, 0] = i;
        for (int j = 0; j <= to.Length; j++)
            cost[0, j] = j;
        for (int i = 1; i <= from.Length; i++)
        {
            for (int j = 1; j <= to.Length; j++)
                cost[i, j] = Cheapest(from, to, i, j, cost);
        }
        return cost[from.Length, to.Length];
    }

    private static int Cheapest(string from, string to, int i, int j, int[,] cost)
    {
        int replaced = cost[i - 1, j - 1] + (Same(from[i - 1], to[j - 1]) ? 0 : 1);
        int cheapest = Math.Min(replaced, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
        bool swapped = i > 1 && j > 1 && Same(from[i - 1], to[j - 2]) && Same(from[i - 2], to[j - 1]);
        return swapped ? Math.Min(cheapest, cost[i - 2, j - 2] + 1) : cheapest;
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
