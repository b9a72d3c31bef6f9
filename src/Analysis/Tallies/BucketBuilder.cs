using HdrHistogram;
using HdrHistogram.Iteration;
using MGen.Analysis.Results;

namespace MGen.Analysis.Tallies;

/// <summary>
/// Merges the fine buckets of a histogram into the coarser ones of a result, for drawing and merging.
/// </summary>
internal static class BucketBuilder
{
    /// <summary>Largest width of a bucket, as a share of its bound.</summary>
    private const double Width = 0.01;

    /// <summary>Returns the buckets.</summary>
    /// <param name="seen">The histogram.</param>
    /// <param name="max">The exact maximum, which becomes the last bound.</param>
    public static LatencyBuckets Build(LongHistogram seen, long max)
    {
        List<long> bounds = [];
        List<long> counts = [];
        double widest = 0;
        foreach (HistogramIterationValue fine in seen.RecordedValues())
        {
            long bound = Math.Min(fine.ValueIteratedTo, max);
            if (bounds.Count > 0 && bound <= widest)
            {
                bounds[^1] = bound;
                counts[^1] += fine.CountAddedInThisIterationStep;
                continue;
            }
            bounds.Add(bound);
            counts.Add(fine.CountAddedInThisIterationStep);
            widest = fine.ValueIteratedTo * (1 + Width - (1.0 / 1000));
        }
        return new LatencyBuckets(bounds, counts);
    }
}
