using MGen.Fitting.Spells;

namespace MGen.Fitting.Races;

/// <summary>Turns hazards into the laws of delays that the machine draws.</summary>
internal static class RaceLaws
{
    /// <summary>A delay that the race never sees the end of; seconds.</summary>
    public const double NeverSeconds = 3_600;

    /// <summary>An idle delay that outlasts everything: a hundred years, in seconds.</summary>
    private const double LongestIdleSeconds = 3_155_760_000;

    private const int PointsPerTalkBin = 4;
    private const int PointsPerSilenceBin = 3;

    /// <summary>Sum of a law's weights; with fewer than 700 values each is then below what a weights file allows.</summary>
    private const double Resolution = 6_000_000;

    /// <summary>The law of an answer, or of an own message after an own one: what the quiet time outlasts comes never.</summary>
    /// <param name="hazards">By <see cref="RaceScale.TalkBins"/>.</param>
    /// <param name="phase">From 0 to 1: where in its stretch of time each value is, so that different people's values differ.</param>
    public static SecondsLaw Talk(double[] hazards, double phase) => Law(hazards, RaceScale.TalkBins, PointsPerTalkBin, phase, NeverSeconds);

    /// <summary>The law of the time from the begin of a silence to a message.</summary>
    /// <param name="hazards">By <see cref="RaceScale.SilenceBins"/>.</param>
    /// <param name="phase">As for <see cref="Talk"/>.</param>
    public static SecondsLaw Idle(double[] hazards, double phase)
    {
        int bins = 0;
        while (bins < RaceScale.SilenceBins && DelayScale.Start(bins + 1) < LongestIdleSeconds)
            bins++;
        return Law(hazards, bins, PointsPerSilenceBin, phase, LongestIdleSeconds);
    }

    private static SecondsLaw Law(double[] hazards, int bins, int pointsPerBin, double phase, double never)
    {
        List<double> values = [];
        List<uint> weights = [];
        double cumulated = 0;
        double given = 0; // rounded as a sum, so that many small shares do not all become 0
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
        return new SecondsLaw(values, weights);

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
