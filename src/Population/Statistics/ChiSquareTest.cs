namespace MGen.Population.Statistics;

/// <summary>Pearson's chi-square test of counts against a distribution.</summary>
/// <param name="Statistic">The statistic.</param>
/// <param name="DegreesOfFreedom">Number of cells minus 1; 0 if there are fewer than two cells.</param>
internal sealed record ChiSquareTest(double Statistic, int DegreesOfFreedom)
{
    /// <summary>Probability of a statistic at least as large; <c>null</c> without degrees of freedom.</summary>
    public double? PValue =>
        DegreesOfFreedom == 0 ? null : IncompleteGamma.Upper(DegreesOfFreedom / 2.0, Statistic / 2);

    /// <summary>
    /// Compares counts with probabilities, value by value in ascending order; neighbouring values share a cell until
    /// its expected count is large enough.
    /// </summary>
    public static ChiSquareTest From(ReadOnlySpan<double> shares, ReadOnlySpan<long> realised)
    {
        long left = 0;
        foreach (long count in realised)
            left += count;
        double expectedLeft = left;
        double total = left;
        (double statistic, int cells, double expected, long observed) = (0, 0, 0, 0);
        for (int i = 0; i < shares.Length; i++)
        {
            expected += total * shares[i];
            observed += realised[i];
            if (expected < DistributionFit.LeastExpected || expectedLeft - expected < DistributionFit.LeastExpected)
                continue;
            statistic += (observed - expected) * (observed - expected) / expected;
            (expectedLeft, left, cells) = (expectedLeft - expected, left - observed, cells + 1);
            (expected, observed) = (0, 0);
        }
        if (cells == 0)
            return new ChiSquareTest(0, 0);
        return new ChiSquareTest(statistic + ((left - expectedLeft) * (left - expectedLeft) / expectedLeft), cells);
    }
}
