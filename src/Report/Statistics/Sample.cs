using MGen.Analysis.Results;
using MGen.Report.Quantities;

namespace MGen.Report.Statistics;

/// <summary>The values of one run that a distribution is drawn of, in the unit of its axis.</summary>
/// <param name="Total">How many, those included that are larger than all that were seen.</param>
/// <param name="Missing">How many of them were never seen.</param>
/// <param name="Quantile">The value that this share of all does not exceed; <c>null</c> among the missing.</param>
internal sealed record Sample(long Total, long Missing, Func<double, double?> Quantile)
{
    /// <summary>Latencies, in seconds. Times below a microsecond count as one: a logarithmic axis has no place for them.</summary>
    public static Sample Of(LatencyDistribution latencies) =>
        new(latencies.Total, latencies.Missing, share => Microseconds.ToPositiveSeconds(latencies.Quantile(share)));

    /// <summary>Values and how often they occur, times a factor.</summary>
    public static Sample Of(Spread spread, double factor = 1)
    {
        long[] upTo = new long[spread.Counts.Count];
        long total = 0;
        for (int i = 0; i < upTo.Length; i++)
            upTo[i] = total += spread.Counts[i];
        return new Sample(total, 0, share => At(QuantileRank.Of(total, share)));

        double? At(long rank)
        {
            int found = Array.BinarySearch(upTo, rank);
            int index = found >= 0 ? found : ~found;
            return index < upTo.Length ? spread.Values[index] * factor : null;
        }
    }

    /// <summary>Single values in any order.</summary>
    public static Sample Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return new Sample(sorted.Length, 0, share => sorted.Length == 0 ? null : sorted[Index(share)]);

        int Index(double share) => (int)Math.Min(QuantileRank.Of(sorted.Length, share), sorted.Length) - 1;
    }
}
