using MGen.Model.Configuration;
using MGen.Population.Distributions;
using MGen.Population.Tests.Support;

namespace MGen.Population.Tests.Distributions;

public sealed class CountDistributionReaderTests
{
    [Fact]
    public void Parse_WeightsAndValues_IsTheirDistribution()
    {
        CountDistribution law = Parse("0.5,1e0, 0.5\n4,2,7\n");

        Assert.Equal([2, 4, 7], law.Values);
        Assert.Equal([0.5, 0.25, 0.25], law.Probabilities);
        Assert.Equal(3.75, law.Mean);
    }

    [Fact]
    public void Parse_OneLine_IsAHistogram()
    {
        CountDistribution law = Parse("0,1,3\n");

        Assert.Equal([1, 2], law.Values);
        Assert.Equal([0.25, 0.75], law.Probabilities);
    }

    [Fact]
    public void Parse_ValueTwice_AddsItsWeights() => Assert.Equal([0.75, 0.25], Parse("1,1,2\n3,5,3").Probabilities);

    [Theory]
    [InlineData("1,x\n1,2", "t:1:3: not a weight (got 'x'; allowed: a finite number from 0)")]
    [InlineData("1,-1\n1,2", "t:1:3: not a weight (got '-1'; allowed: a finite number from 0)")]
    [InlineData("1,.inf\n1,2", "t:1:3: not a weight (got '.inf'; allowed: a finite number from 0)")]
    [InlineData("1,1\n1,2.5", "t:2:3: not a value (got '2.5'; allowed: a whole number from 0 to 1000000)")]
    [InlineData("1,1\n1,1000001", "t:2:3: not a value (got '1000001'; allowed: a whole number from 0 to 1000000)")]
    [InlineData("1,1\n1", "t:2:1: the number of values is wrong (got '1'; allowed: as many as the weights, 2)")]
    [InlineData(
        "0,0\n1,2",
        "t:1:1: the weights have no finite sum above 0 (got '0'; allowed: a finite number from 0, not all 0)"
    )]
    [InlineData(
        "1e308,1e308\n1,2",
        "t:1:1: the weights have no finite sum above 0 (got '∞'; allowed: a finite number from 0, not all 0)"
    )]
    [InlineData(
        "1\n1\n1",
        "t:3:1: there must be no third line (got '1'; allowed: one line of weights and one of values, or one histogram)"
    )]
    [InlineData("", "t:1:1: not a weight (got ''; allowed: a finite number from 0)")]
    public void Parse_BadTable_SaysWhereAndWhatIsAllowed(string text, string expected)
    {
        List<ConfigError> errors = [];

        Assert.Null(CountDistributionReader.Parse("t", text, errors));
        Assert.Equal(expected, Assert.Single(errors).ToString().Replace("Infinity", "∞", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_NoFile_IsAnError()
    {
        List<ConfigError> errors = [];

        Assert.Null(CountDistributionReader.Read("absent.dat", "/", errors));
        Assert.StartsWith(
            "absent.dat: there is no such file",
            Assert.Single(errors).ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Within_SomeValues_IsTheirConditionalDistribution()
    {
        CountDistribution law = Parse("2,1,1\n1,3,9");

        Assert.Equal([0.5, 0.5], law.Within(2, 9)!.Probabilities);
        Assert.Equal(0.5, law.ShareWithin(2, 9));
        Assert.Null(law.Within(4, 8));
    }

    [Fact]
    public void PerGroup_MembershipDistribution_CountsEachGroupOnce()
    {
        CountDistribution law = Parse("1,1\n2,6");

        Assert.Equal([0.75, 0.25], law.PerGroup().Probabilities.Select(p => Math.Round(p, 12)));
        Assert.Equal(law.Probabilities, law.PerGroup().PerMembership().Probabilities.Select(p => Math.Round(p, 12)));
    }

    [Theory]
    [InlineData("dyadic_count.dat", 58.7)]
    [InlineData("group-counts.dat", 11.3)]
    [InlineData("group_sizes.no-individual.dat", 31.3)]
    public void Read_PublishedTable_HasThePublishedMean(string name, double mean)
    {
        List<ConfigError> errors = [];
        CountDistribution? law = CountDistributionReader.Read(PublishedTables.PathOf(name), "/", errors);

        Assert.Empty(errors);
        Assert.Equal(mean, law!.Mean, 0.05);
    }

    [Fact]
    public void Read_PublishedHistogram_CountsAllChats()
    {
        List<ConfigError> errors = [];
        CountDistribution law = CountDistributionReader.Read(PublishedTables.PathOf("group_sizes.dat"), "/", errors)!;

        Assert.Equal(3611.0 / 5956, law.ShareWithin(3, 255), 10);
    }

    private static CountDistribution Parse(string text)
    {
        List<ConfigError> errors = [];
        CountDistribution? law = CountDistributionReader.Parse("t", text, errors);
        Assert.Empty(errors);
        return law!;
    }
}
