namespace MGen.Fitting.Hmm;

/// <summary>
/// A sequence of counts with its zeros run-length encoded: nearly all minutes of a chat are silent, and a stretch of silence is one step for
/// <see cref="ExpectationStep"/>.
/// </summary>
/// <param name="First">The first count, whose state is given.</param>
/// <param name="Steps">The rest: stretches of zeros, each followed by one count that is not 0; the last one may be zeros only.</param>
internal sealed record CountSequence(ushort First, CountSequence.Step[] Steps)
{
    /// <summary>Longest stretch of zeros in one step; longer ones are several steps. Inside a run there are at most 180 in a row.</summary>
    public const int MaxZeros = 255;

    /// <summary>Encodes a sequence of at least one count.</summary>
    public static CountSequence Of(ReadOnlySpan<ushort> counts)
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

    /// <summary>So many zeros, then <paramref name="Count"/> unless that is 0.</summary>
    internal readonly record struct Step(int Zeros, ushort Count);
}
