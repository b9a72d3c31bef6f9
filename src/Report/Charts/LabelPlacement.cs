namespace MGen.Report.Charts;

/// <summary>Moves labels on a line apart so that none covers another.</summary>
internal static class LabelPlacement
{
    /// <summary>
    /// Returns positions near the wanted ones with at least <paramref name="distance"/> between neighbours, all within
    /// the bounds if there is space; otherwise some are below <paramref name="low"/>. The result is in the order of the
    /// input.
    /// </summary>
    public static double[] Spread(IReadOnlyList<double> wanted, double distance, double low, double high)
    {
        int[] order = [.. Enumerable.Range(0, wanted.Count).OrderBy(i => wanted[i])];
        double[] placed = new double[wanted.Count];
        double least = low;
        foreach (int i in order)
        {
            placed[i] = Math.Max(wanted[i], least);
            least = placed[i] + distance;
        }
        double most = high;
        foreach (int i in order.Reverse())
        {
            placed[i] = Math.Min(placed[i], most);
            most = placed[i] - distance;
        }
        return placed;
    }
}
