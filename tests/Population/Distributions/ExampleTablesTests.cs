using MathNet.Numerics.Distributions;
using MGen.Population.Distributions;

namespace MGen.Population.Tests.Distributions;

/// <summary>The built-in tables have the distributions that <c>samples/population/README.md</c> states.</summary>
public sealed class ExampleTablesTests
{
    [Fact]
    public void Dyads_OfTheExample_AreTheStatedLogNormalDistribution()
    {
        CountDistribution dyads = CountDistributionReader.Example(ExampleDistribution.Dyads);
        double median = Math.Log(28);

        Assert.Equal((1, 160), (dyads.Values[0], dyads.Values[^1]));
        AssertDistribution(
            dyads,
            count => LogNormal.CDF(median, 0.7, count + 0.5) - (count > 0 ? LogNormal.CDF(median, 0.7, count - 0.5) : 0)
        );
    }

    [Fact]
    public void GroupSizes_OfTheExample_AreTheStatedPowerLawWithThePublishedQuantiles()
    {
        CountDistribution sizes = CountDistributionReader.Example(ExampleDistribution.GroupSizes);

        Assert.Equal((3, 150), (sizes.Values[0], sizes.Values[^1]));
        AssertDistribution(sizes, size => Math.Pow(size, -1.1));
        // 3,611 published groups have the median 15 and the 90th percentile 87.
        Assert.InRange(Quantile(sizes, 0.5), 13, 17);
        Assert.InRange(Quantile(sizes, 0.9), 80, 95);
    }

    private static void AssertDistribution(CountDistribution table, Func<int, double> weight)
    {
        double sum = table.Values.Sum(weight);
        foreach ((int value, double probability) in table.Values.Zip(table.Probabilities))
            Assert.Equal(weight(value) / sum, probability, 2e-5); // Weights are rounded.
    }

    private static int Quantile(CountDistribution table, double q) =>
        table.Values.First(value => table.ShareWithin(0, value) >= q);
}
