using System.Diagnostics.Metrics;

namespace MGen.LivePage.Tests;

public sealed class RecentTimesTests
{
    [Fact]
    public void Take_ManyDurations_RoundsUpByAtMostASixteenth()
    {
        RecentTimes times = new("any");
        for (int i = 1; i <= 100_000; i++)
            times.Record(TimeSpan.FromMicroseconds(i));

        LiveTimes taken = times.Take();

        Assert.Equal(100_000, taken.Count);
        Assert.InRange(taken.P50, 50_000, 53_125);
        Assert.InRange(taken.P90, 90_000, 95_625);
        Assert.InRange(taken.P99, 99_000, 100_000);
        Assert.Equal(100_000, taken.Max);
    }

    [Fact]
    public void Take_Twice_KeepsTheRecentOnesApart()
    {
        RecentTimes times = new("any");
        times.Record(TimeSpan.FromMilliseconds(1));
        times.Take();
        times.Record(TimeSpan.FromSeconds(1));

        LiveTimes second = times.Take(),
            third = times.Take();

        Assert.Equal(2, second.Count);
        Assert.InRange(second.P50, 1_000, 1_063);
        Assert.InRange(second.RecentP50!.Value, 1_000_000, 1_062_500);
        Assert.Null(third.RecentP50);
        Assert.Equal(2, third.Count);
    }

    [Fact]
    public void Record_Extremes_AreCounted()
    {
        RecentTimes times = new("any");
        times.Record(TimeSpan.FromSeconds(-1));
        times.Record(TimeSpan.Zero);
        times.Record(TimeSpan.MaxValue);

        LiveTimes taken = times.Take();

        Assert.Equal((3, 0), (taken.Count, taken.P50));
        Assert.Equal(TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMicrosecond, taken.Max);
    }

    [Fact]
    public void MeterReader_NamedInstruments_AreReadAndOthersStayOff()
    {
        using Meter meter = new("MGen.LivePage.Tests");
        using MeterReader reader = new(meter.Name, [("trip", "round trip")], "queue");
        Histogram<double> trip = meter.CreateHistogram<double>("trip");
        Counter<long> other = meter.CreateCounter<long>("other");
        meter.CreateObservableUpDownCounter<long>("queue", () => [new Measurement<long>(3), new Measurement<long>(4)]);

        trip.Record(0.25);

        LiveTimes times = Assert.Single(reader.TakeTimes());
        Assert.Equal(("round trip", 1L, 250_000L), (times.Name, times.Count, times.Max));
        Assert.Equal(7, reader.ReadNumbers()("queue"));
        Assert.Equal(7, reader.ReadNumbers()("queue"));
        Assert.Equal(0, reader.ReadNumbers()("unknown"));
        Assert.False(other.Enabled);
    }
}
