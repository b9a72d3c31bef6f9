namespace MGen.Fitting.Hmm;

/// <summary>
/// A sequence of counts with run-length encoded zeros. Nearly all minutes of a chat are silent, and
/// <see cref="ExpectationStep"/> processes a run of silent minutes in one step.
/// </summary>
/// <param name="First">The first count, whose state is given.</param>
/// <param name="Steps">
/// The other counts: zeros, if any, then one count above 0. The last step, and a step with the largest number of zeros,
/// may have no such count.
/// </param>
internal sealed record CountSequence(ushort First, CountSequence.Step[] Steps)
{
    /// <summary>
    /// Largest number of zeros in one step; more zeros are several steps. In the minutes of one run, at most 120 zeros
    /// follow each other.
    /// </summary>
    public const int MaxZeros = 255;

    /// <summary>Encodes a sequence of at least one count.</summary>
    public static CountSequence Encode(ReadOnlySpan<ushort> counts)
    {
        List<Step> steps = [];
        int zeros = 0;
        foreach (ushort count in counts[1..])
        {
            bool ends = count > 0;
            if (!ends && ++zeros < MaxZeros)
                continue;
            steps.Add(new Step(zeros, count));
            zeros = 0;
        }
        if (zeros > 0)
            steps.Add(new Step(zeros, 0));
        return new CountSequence(counts[0], [.. steps]);
    }

    /// <paramref name="Zeros"/> zeros, then <paramref name="Count"/> unless that is 0.
    internal readonly record struct Step(int Zeros, ushort Count);
}

/// <summary>Mean and variance of the counts per minute.</summary>
internal readonly record struct CountMoments(double Mean, double Variance)
{
    public static CountMoments From(IEnumerable<ushort[]> sequences)
    {
        (double minutes, double sum, double squares) = (0, 0, 0);
        foreach (ushort[] counts in sequences)
        {
            minutes += counts.Length;
            foreach (ushort count in counts)
            {
                sum += count;
                squares += (double)count * count;
            }
        }
        double mean = sum / minutes;
        return new CountMoments(mean, (squares / minutes) - (mean * mean));
    }
}
