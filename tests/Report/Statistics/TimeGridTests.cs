using MGen.Analysis.Results;
using MGen.Report.Statistics;

namespace MGen.Report.Tests.Statistics;

public sealed class TimeGridTests
{
    [Theory]
    [InlineData(10, 100.0, 107.0)]
    [InlineData(1, 103.5, 3_703.25)]
    [InlineData(5, 101.0, 90_000.0)]
    public void Rates_AnyBins_LoseNoEvent(long bin, double first, double last)
    {
        AnalysisResult run = Run(bin, first, last);

        TimeGrid grid = TimeGrid.For([run], TimeGrid.Fine);
        double[] rates = grid.Rates(run, run.Volumes.Sent);

        Assert.InRange(grid.Count, 1, TimeGrid.Fine);
        double seconds = last - first;
        double events = rates
            .Select(
                (rate, i) =>
                    (double.IsNaN(rate) ? 7 : rate) * Math.Min(grid.BinSeconds, seconds - (i * grid.BinSeconds))
            )
            .Sum();
        // Seven events per second everywhere: a bin that is left out as too short would have had as many.
        Assert.InRange(events, 6.9 * seconds, 7.1 * seconds);
    }

    [Fact]
    public void Rates_PartialLastBin_AreNotDilutedByTheTimeAfterTheEnd()
    {
        AnalysisResult run = Run(bin: 10, first: 100, last: 145);

        Assert.Equal(
            [7, 7, 7, 7, 7],
            TimeGrid.For([run], TimeGrid.Fine).Rates(run, run.Volumes.Sent),
            (expected, actual) => Math.Abs(expected - actual) < 1e-9
        );
    }

    [Fact]
    public void Rates_ShorterRun_AreNotANumberAfterItsEnd()
    {
        AnalysisResult run = Run(bin: 10, first: 100, last: 145);
        TimeGrid grid = TimeGrid.For([run, Run(10, 100, 300)], TimeGrid.Fine);

        double[] rates = grid.Rates(run, run.Volumes.Sent);

        Assert.Equal(20, rates.Length);
        Assert.Equal(15, rates.Count(double.IsNaN));
    }

    /// <summary>
    /// A live run whose server started 40 seconds before its users, at a time of day that is no multiple of a bin, and
    /// a simulated run of the same people, which begins in the year 2000.
    /// </summary>
    [Fact]
    public void Rates_LiveAndSimulatedRun_AreAtTheSameTimeSinceTheFirstUser()
    {
        AnalysisResult simulated = Burst(firstLine: 946_684_800, firstUser: 946_684_800);
        AnalysisResult live = Burst(firstLine: 1_790_000_000 - 40, firstUser: 1_790_000_000);
        TimeGrid grid = TimeGrid.For([simulated, live], maxBins: 30);

        double[] rates = grid.Rates(simulated, simulated.Volumes.Sent);

        Assert.Equal(0, grid.Rates(live, live.Volumes.Sent)[0]);
        Assert.Equal(rates, grid.Rates(live, live.Volumes.Sent));
        Assert.Equal(2, rates[(int)(120 / grid.BinSeconds)]);
    }

    [Fact]
    public void Means_BinsWithoutValue_AreNotANumber()
    {
        AnalysisResult run = Run(bin: 10, first: 100, last: 130);

        Assert.Equal([5, double.NaN, 7], TimeGrid.For([run], TimeGrid.Fine).Means(run, [5, null, 7]));
    }

    [Fact]
    public void For_EmptyRun_HasABin() => Assert.Equal(1, TimeGrid.For([Run(1, 100, 100)], TimeGrid.Fine).Count);

    /// <summary>Ten minutes in which 2 messages per second are sent in the third minute, and none otherwise.</summary>
    private static AnalysisResult Burst(long firstLine, long firstUser)
    {
        long last = firstUser + 600;
        AnalysisResult sample = new SampleRun { Users = 0, Messages = 0 }.Make();
        return sample with
        {
            Input = sample.Input with
            {
                FirstUnixSeconds = firstLine,
                FirstUserUnixSeconds = firstUser,
                LastUnixSeconds = last,
            },
            Volumes = sample.Volumes with
            {
                StartUnixSeconds = firstLine,
                BinSeconds = 1,
                Sent =
                [
                    .. Enumerable
                        .Range(0, (int)(last - firstLine))
                        .Select(second => firstLine + second - firstUser is >= 120 and < 180 ? 2 : 0L),
                ],
            },
        };
    }

    private static AnalysisResult Run(long bin, double first, double last)
    {
        long start = (long)first / bin * bin;
        int bins = (int)Math.Ceiling((last - start) / bin);
        // Seven events per second of the time that the run covers.
        long[] counts =
        [
            .. Enumerable
                .Range(0, bins)
                .Select(i =>
                    (long)Math.Round(7 * (Math.Min(last, start + ((i + 1) * bin)) - Math.Max(first, start + (i * bin))))
                ),
        ];
        AnalysisResult sample = new SampleRun { Users = 0, Messages = 0 }.Make();
        return sample with
        {
            Input = sample.Input with { FirstUnixSeconds = first, LastUnixSeconds = last },
            Volumes = sample.Volumes with { StartUnixSeconds = start, BinSeconds = bin, Sent = counts },
        };
    }
}
