using MGen.Analysis.Results;
using MGen.Report.Quantities;

namespace MGen.Report.Statistics;

/// <summary>The values of one run for a distribution, in the unit of its axis.</summary>
/// <param name="Total">The number of values. Missing values are included, and rank above all observed values.</param>
/// <param name="Missing">The number of missing values.</param>
/// <param name="Quantile">
/// Returns the smallest value that this share of all values does not exceed; <c>null</c> if it is a missing value.
/// </param>
internal sealed record Sample(long Total, long Missing, Func<double, double?> Quantile)
{
    /// <summary>
    /// Latencies, in seconds. Times below a microsecond count as one microsecond, because a logarithmic axis has no
    /// position for 0.
    /// </summary>
    public static Sample From(LatencyDistribution latencies) =>
        new(latencies.Total, latencies.Missing, share => Microseconds.ToPositiveSeconds(latencies.Quantile(share)));

    /// <summary>Distinct values with their counts, multiplied by a factor.</summary>
    public static Sample From(Spread spread, double factor = 1)
    {
        long[] upTo = new long[spread.Counts.Count];
        long total = 0;
        for (int i = 0; i < upTo.Length; i++)
            upTo[i] = total += spread.Counts[i];
        return new Sample(total, 0, share => At(QuantileRank.For(total, share)));

        double? At(long rank)
        {
            int found = Array.BinarySearch(upTo, rank);
            int index = found >= 0 ? found : ~found;
            return index < upTo.Length ? spread.Values[index] * factor : null;
        }
    }

    /// <summary>Single values in any order; <c>null</c> is a missing value.</summary>
    public static Sample From(IEnumerable<double?> values)
    {
        double?[] all = [.. values];
        double[] sorted = [.. all.OfType<double>().Order()];
        return new Sample(all.Length, all.Length - sorted.Length, At);

        double? At(double share)
        {
            long rank = Math.Min(QuantileRank.For(all.Length, share), all.Length);
            return rank > 0 && rank <= sorted.Length ? sorted[rank - 1] : null;
        }
    }
}
