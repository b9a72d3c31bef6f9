namespace MGen.Analysis.Results;

/// <summary>Ranks of quantiles among sorted values.</summary>
public static class QuantileRank
{
    /// <summary>
    /// Corrects the rounding of a product of two doubles, which is less than three units in the last place: 0.07 * 700
    /// is 49.000000000000007, whose ceiling would be one rank too high.
    /// </summary>
    private const double RoundingMargin = 1 - 1e-15;

    /// <summary>
    /// The rank, from 1, of the smallest of <paramref name="count"/> sorted values that is not exceeded by at least
    /// this share of them.
    /// </summary>
    /// <param name="count">The number of values.</param>
    /// <param name="share">From 0 to 1; 0 has the rank of the smallest value.</param>
    public static long For(long count, double share) => Math.Max(1, (long)Math.Ceiling(count * share * RoundingMargin));
}
