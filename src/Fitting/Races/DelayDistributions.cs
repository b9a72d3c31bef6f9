using MGen.Fitting.Spells;

namespace MGen.Fitting.Races;

/// <summary>Converts hazards to the distributions of delays that the conversation machine draws from.</summary>
internal static class DelayDistributions
{
    /// <summary>A delay that always exceeds the quiet timeout, in seconds.</summary>
    public const double NeverSeconds = 3_600;

    /// <summary>An idle delay that exceeds every run, in seconds: 100 years.</summary>
    private const double LongestIdleSeconds = 3_155_760_000;

    private const int PointsPerBurstBin = 4;
    private const int PointsPerSilenceBin = 3;

    /// <summary>
    /// Sum of a distribution's weights. With fewer than 700 values each weight is below the limit of a weights file.
    /// </summary>
    private const double Resolution = 6_000_000;

    /// <summary>
    /// The distribution of the delay after a message (a_s or a_r); a delay beyond the quiet timeout never ends.
    /// </summary>
    /// <param name="hazards">Hazards by <see cref="RaceScale.BurstBins"/>.</param>
    /// <param name="phase">
    /// From 0 to 1: the position of each value in its part of a bin, so that users have different values.
    /// </param>
    public static SecondsDistribution WithinBurst(double[] hazards, double phase) =>
        Create(hazards, RaceScale.BurstBins, PointsPerBurstBin, phase, NeverSeconds);

    /// <summary>The distribution of the idle delay (i): the time from the start of a silence to a message.</summary>
    /// <param name="hazards">Hazards by <see cref="RaceScale.SilenceBins"/>.</param>
    /// <param name="phase">As for <see cref="WithinBurst"/>.</param>
    public static SecondsDistribution Idle(double[] hazards, double phase)
    {
        int bins = 0;
        while (bins < RaceScale.SilenceBins && DelayScale.Start(bins + 1) < LongestIdleSeconds)
            bins++;
        return Create(hazards, bins, PointsPerSilenceBin, phase, LongestIdleSeconds);
    }

    private static SecondsDistribution Create(double[] hazards, int bins, int pointsPerBin, double phase, double never)
    {
        List<double> values = [];
        List<uint> weights = [];
        double cumulated = 0;
        // The cumulative sum is rounded, not each share: otherwise many small shares would all become 0.
        double given = 0;
        for (int bin = 0; bin < bins; bin++)
        {
            double step = DelayScale.Seconds(bin) / pointsPerBin;
            for (int point = 0; point < pointsPerBin; point++)
            {
                cumulated += hazards[bin] * step;
                Add(DelayScale.Start(bin) + ((point + phase) * step), 1 - Math.Exp(-cumulated));
            }
        }
        Add(never, 1);
        return new SecondsDistribution(values, weights);

        void Add(double value, double shareUpToIt)
        {
            double weight = Math.Round(shareUpToIt * Resolution) - given;
            if (weight <= 0)
                return;
            given += weight;
            values.Add(Math.Round(value, 3));
            weights.Add((uint)weight);
        }
    }
}
