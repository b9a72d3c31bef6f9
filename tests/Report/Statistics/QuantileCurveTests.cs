using MGen.Analysis.Results;
using MGen.Report.Statistics;

namespace MGen.Report.Tests.Statistics;

public sealed class QuantileCurveTests
{
    [Fact]
    public void Create_OneSample_HasItsQuantiles()
    {
        QuantileCurve curve = QuantileCurve.Create([Sample.From(Enumerable.Range(1, 1000).Select(i => (double?)i))]);

        Assert.Equal(500, curve.At(0.5)!.Value.Mean);
        Assert.Equal(990, curve.At(0.99)!.Value.Mean);
        Assert.Equal(999, curve.Points[^1].Value.Mean);
        Assert.Equal(0.999, curve.Points[^1].Probability, 9);
        Assert.Null(curve.At(0.9999));
        Assert.False(curve.At(0.5)!.Value.IsKnown);
    }

    [Fact]
    public void Line_OneRun_HasTheStepsOfItsDistinctValues()
    {
        QuantileCurve curve = QuantileCurve.Create([Sample.From([3.0, 1.0, 3.0, 7.0, 8.0])]);

        Assert.True(curve.IsExact);
        Assert.Equal(
            [(1.0, 0.0), (1.0, 0.2), (3.0, 0.2), (3.0, 0.6), (7.0, 0.6), (7.0, 0.8)],
            curve.Line().Select(point => (point.Value, Math.Round(point.Probability, 9)))
        );
        Assert.Equal(3, curve.At(0.5)!.Value.Mean);
    }

    [Fact]
    public void Line_SeveralRuns_JoinsMeansOfQuantiles()
    {
        QuantileCurve curve = QuantileCurve.Create([Sample.From([1.0, 2.0]), Sample.From([1.0, 2.0])]);

        Assert.False(curve.IsExact);
        Assert.Equal(curve.Points.Count, curve.Line().Count());
    }

    [Theory]
    [InlineData(700)]
    [InlineData(1_100)]
    [InlineData(100)]
    public void Create_WholeRanks_AreThatRank(int count)
    {
        // 0.07 * 700 is 49.000000000000007 in doubles: the 7th percentile of 1 to 700 must be 49 nevertheless.
        Sample values = Sample.From(Enumerable.Range(1, count).Select(i => (double?)i));
        Sample counted = Sample.From(
            new Spread([.. Enumerable.Range(1, count).Select(i => (long)i)], [.. Enumerable.Repeat(1L, count)])
        );

        Assert.All(Enumerable.Range(1, 100), i => Assert.Equal(count / 100 * i, values.Quantile(i / 100.0)));
        Assert.All(Enumerable.Range(1, 100), i => Assert.Equal(count / 100 * i, counted.Quantile(i / 100.0)));
    }

    [Fact]
    public void Create_SeveralRuns_WeighsEachTheSameAndHasAnInterval()
    {
        QuantileCurve curve = QuantileCurve.Create([
            Sample.From(Enumerable.Repeat<double?>(1.0, 10_000)),
            Sample.From(Enumerable.Repeat<double?>(3.0, 100)),
        ]);

        Assert.Equal(2, curve.At(0.5)!.Value.Mean);
        Assert.Equal(12.7062, curve.At(0.5)!.Value.HalfWidth, 3);
        Assert.Equal((2, 10_100L), (curve.Runs, curve.Total));
        // The smaller run has no information beyond its largest value.
        Assert.Equal(0.99, curve.Points[^1].Probability, 9);
    }

    [Fact]
    public void Create_MissingValues_EndsWhereOnlyTheyAreLeft()
    {
        LatencyDistribution latencies = LatencyDistribution.Empty with
        {
            Count = 900,
            Missing = 100,
            Buckets = new LatencyBuckets([1_000, 2_000], [450, 450]),
        };

        QuantileCurve curve = QuantileCurve.Create([Sample.From(latencies)]);

        Assert.Equal(0.9, curve.Points[^1].Probability, 9);
        Assert.Equal(0.001, curve.At(0.45)!.Value.Mean, 12);
        Assert.Equal(0.002, curve.At(0.46)!.Value.Mean, 12);
        Assert.Null(curve.At(0.95));
        Assert.Equal(100, curve.Missing);
    }

    [Fact]
    public void Create_RunsWithoutAnythingToMeasure_AreLeftOut() =>
        Assert.Equal(1, QuantileCurve.Create([Sample.From(LatencyDistribution.Empty), Sample.From([1.0, 2.0])]).Runs);

    [Fact]
    public void Create_RunWithOnlyMissingValues_HasNoCurve()
    {
        QuantileCurve curve = QuantileCurve.Create([
            Sample.From(LatencyDistribution.Empty with { Missing = 5 }),
            Sample.From([1.0, 2.0]),
        ]);

        Assert.Empty(curve.Points);
        Assert.Equal((7L, 5L), (curve.Total, curve.Missing));
    }

    [Fact]
    public void Create_SomeValuesMissing_EndsAtTheFirstMissingOne()
    {
        QuantileCurve curve = QuantileCurve.Create([Sample.From([null, 3.0, null, 1.0])]);

        Assert.Equal((4L, 2L), (curve.Total, curve.Missing));
        Assert.Equal(0.5, curve.Points[^1].Probability, 9);
        Assert.Equal(3.0, curve.At(0.5)!.Value.Mean, 12);
        Assert.Null(curve.At(0.75));
    }

    [Fact]
    public void Create_Nothing_IsEmpty() => Assert.Empty(QuantileCurve.Create([]).Points);

    [Fact]
    public void Create_MillionsOfValues_HasFewPointsInAscendingOrder()
    {
        LatencyDistribution latencies = LatencyDistribution.Empty with
        {
            Count = 10_000_000,
            Buckets = new LatencyBuckets(
                [.. Enumerable.Range(1, 1000).Select(i => (long)i)],
                [.. Enumerable.Repeat(10_000L, 1000)]
            ),
        };

        QuantileCurve curve = QuantileCurve.Create([Sample.From(latencies)]);

        Assert.InRange(curve.Points.Count, 200, 300);
        Assert.Equal(
            curve.Points.Select(point => point.Probability).Order().Distinct(),
            curve.Points.Select(point => point.Probability)
        );
        Assert.Equal(
            curve.Points.Select(point => point.Value.Mean).Order(),
            curve.Points.Select(point => point.Value.Mean)
        );
    }

    [Fact]
    public void Create_Spread_IsTheSameAsOfItsValues()
    {
        Spread spread = new([0, 2, 5], [10, 30, 60]);
        Sample values = Sample.From([
            .. Enumerable.Repeat(0.0, 10),
            .. Enumerable.Repeat(2.0, 30),
            .. Enumerable.Repeat(5.0, 60),
        ]);

        Assert.All(
            Enumerable.Range(0, 101),
            i => Assert.Equal(values.Quantile(i / 100.0), Sample.From(spread).Quantile(i / 100.0))
        );
        Assert.Equal(0.002, Sample.From(spread, 1e-3).Quantile(0.2));
    }
}
