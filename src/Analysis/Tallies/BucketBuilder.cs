using HdrHistogram;
using HdrHistogram.Iteration;
using MGen.Analysis.Results;

namespace MGen.Analysis.Tallies;

/// <summary>Makes the coarser buckets of a result, which are for drawing and merging, from a histogram's fine ones.</summary>
internal static class BucketBuilder
{
    /// <summary>Widest a bucket may be, as a share of its bound.</summary>
    private const double Width = 0.01;

    /// <summary>The buckets.</summary>
    /// <param name="seen">What was counted.</param>
    /// <param name="max">The exact maximum: the last bound.</param>
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
