using MGen.Messenger.Measurement;

namespace MGen.Messenger.Tests.Measurement;

public sealed class LatencyHistogramTests
{
    private const double Precision = 1.033;

    [Fact]
    public void Snapshot_Empty_IsZero() =>
        Assert.Equal(
            new HistogramSnapshot(0, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero),
            new LatencyHistogram().Snapshot()
        );

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(1_000)]
    [InlineData(123_456_789)]
    [InlineData(900_000_000_000_000_000)]
    public void Snapshot_OneValue_IsThatValue(long microseconds)
    {
        LatencyHistogram histogram = new();
        histogram.Record(TimeSpan.FromMicroseconds(microseconds));
        Assert.Equal(TimeSpan.FromMicroseconds(microseconds), histogram.Snapshot().P50);
        Assert.Equal(TimeSpan.FromMicroseconds(microseconds), histogram.Snapshot().Max);
    }

    [Fact]
    public void Record_Negative_CountsAsZero()
    {
        LatencyHistogram histogram = new();
        histogram.Record(TimeSpan.FromSeconds(-1));
        Assert.Equal(1, histogram.Snapshot().Count);
        Assert.Equal(TimeSpan.Zero, histogram.Snapshot().Max);
    }

    [Fact]
    public void Snapshot_ManyValues_QuantilesAreAtMostOneBucketHigh()
    {
        LatencyHistogram histogram = new();
        for (int i = 1; i <= 100_000; i++)
            histogram.Record(TimeSpan.FromMicroseconds(i));
        HistogramSnapshot snapshot = histogram.Snapshot();
        Assert.Equal(100_000, snapshot.Count);
        AssertNear(50_000, snapshot.P50);
        AssertNear(90_000, snapshot.P90);
        AssertNear(99_000, snapshot.P99);
        Assert.Equal(100_000, snapshot.Max.TotalMicroseconds);
    }

    private static void AssertNear(double expected, TimeSpan actual) =>
        Assert.InRange(actual.TotalMicroseconds, expected, expected * Precision);
}
