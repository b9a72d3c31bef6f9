using MGen.Model.Distributions;

namespace MGen.Model.Tests.Distributions;

/// <summary>Which parameters are accepted, by key. A constructor rejects exactly what its check reports.</summary>
public sealed class ParameterCheckTests
{
    private const double NaN = double.NaN;
    private const double Infinity = double.PositiveInfinity;

    [Theory]
    [InlineData(double.Epsilon, "")]
    [InlineData(double.MaxValue, "")]
    [InlineData(0, "lambda")]
    [InlineData(-1, "lambda")]
    [InlineData(NaN, "lambda")]
    [InlineData(Infinity, "lambda")]
    public void Lambda_Value_IsChecked(double lambda, string bad)
    {
        AssertChecked(PoissonSize.Check(lambda), bad, () => new PoissonSize(lambda));
        AssertChecked(ExponentialTime.Check(lambda), bad, () => new ExponentialTime(lambda));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "")]
    [InlineData(-double.Epsilon, "p")]
    [InlineData(1.0000000000000002, "p")]
    [InlineData(NaN, "p")]
    [InlineData(Infinity, "p")]
    public void Probability_Value_IsChecked(double p, string bad)
    {
        AssertChecked(BernoulliTrial.Check(p), bad, () => new BernoulliTrial(p));
        AssertChecked(GeometricSize.Check(p), bad, () => new GeometricSize(p));
        AssertChecked(BinomialSize.Check(ulong.MaxValue, p), bad, () => new BinomialSize(ulong.MaxValue, p));
        AssertChecked(BinomialSize.Check(0, p), bad, () => new BinomialSize(0, p));
    }

    [Theory]
    [InlineData(0UL, 0UL, 0UL, "")]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, "")]
    [InlineData(10UL, 11UL, 10UL, "population_with_feature")]
    [InlineData(10UL, 10UL, 11UL, "sample_size")]
    [InlineData(10UL, 11UL, 11UL, "population_with_feature,sample_size")]
    public void HypergeometricSize_Values_AreChecked(ulong population, ulong marked, ulong drawn, string bad)
    {
        AssertChecked(
            HypergeometricSize.Check(population, marked, drawn),
            bad,
            () => new HypergeometricSize(population, marked, drawn)
        );
    }

    [Theory]
    [InlineData(-1e300, -1e300, "")]
    [InlineData(0, 0, "")]
    [InlineData(NaN, 1, "mean")]
    [InlineData(0, Infinity, "std_dev")]
    [InlineData(-Infinity, NaN, "mean,std_dev")]
    public void MeanAndStdDev_Values_AreChecked(double mean, double stdDev, string bad)
    {
        AssertChecked(NormalTime.Check(mean, stdDev), bad, () => new NormalTime(mean, stdDev));
        AssertChecked(LogNormalTime.Check(mean, stdDev), bad, () => new LogNormalTime(mean, stdDev));
    }

    [Theory]
    [InlineData(-double.MaxValue, double.MaxValue, "")]
    [InlineData(0, double.Epsilon, "")]
    [InlineData(1, 1, "high")]
    [InlineData(2, 1, "high")]
    [InlineData(0, Infinity, "high")]
    [InlineData(NaN, 1, "low")]
    [InlineData(NaN, NaN, "low,high")]
    public void UniformTime_Values_AreChecked(double low, double high, string bad)
    {
        AssertChecked(UniformTime.Check(low, high), bad, () => new UniformTime(low, high));
    }

    [Theory]
    [InlineData(double.Epsilon, double.Epsilon, "")]
    [InlineData(0, 1, "scale")]
    [InlineData(1, -1, "shape")]
    [InlineData(NaN, Infinity, "scale,shape")]
    public void ParetoTime_Values_AreChecked(double scale, double shape, string bad)
    {
        AssertChecked(ParetoTime.Check(scale, shape), bad, () => new ParetoTime(scale, shape));
    }

    [Theory]
    [InlineData(new uint[] { 1, 0 }, new double[] { 1, 2 }, "")]
    [InlineData(new uint[] { uint.MaxValue }, new double[] { -1 }, "")]
    [InlineData(new uint[] { uint.MaxValue / 2, uint.MaxValue / 2 }, new double[] { 1, 2 }, "")]
    [InlineData(new uint[] { (uint.MaxValue / 2) + 1, 1 }, new double[] { 1, 2 }, "weights")]
    [InlineData(new uint[] { }, new double[] { }, "weights")]
    [InlineData(new uint[] { 0, 0 }, new double[] { 1, 2 }, "weights")]
    [InlineData(new uint[] { 1, 2 }, new double[] { 1 }, "values")]
    [InlineData(new uint[] { 1 }, new double[] { NaN }, "values")]
    [InlineData(new uint[] { 0, 0 }, new double[] { Infinity }, "weights,values,values")]
    public void WeightsTable_WeightsAndValues_AreChecked(uint[] weights, double[] values, string bad)
    {
        AssertChecked(WeightsTable.Check(weights, values), bad, () => WeightsTable.Create(weights, values));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(4294967295, "")]
    [InlineData(4294967296, "values")]
    [InlineData(-1, "values")]
    [InlineData(1.5, "values")]
    public void WeightedSize_Value_IsChecked(double value, string bad)
    {
        WeightsTable table = WeightsTable.Create([1, 1], [7, value]);
        AssertChecked(WeightedSize.Check(table), bad, () => new WeightedSize(table));
        Assert.Empty(WeightedTime.Check(table));
    }

    [Fact]
    public void Constructor_TwoBadParameters_NamesBothAndWhatIsAllowed()
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => new ParetoTime(0, NaN));

        Assert.Equal("scale", error.ParamName);
        Assert.Contains(
            "scale must be a finite number above 0; shape must be a finite number above 0",
            error.Message,
            StringComparison.Ordinal
        );
    }

    private static void AssertChecked(IReadOnlyList<ParameterProblem> problems, string bad, Func<object> create)
    {
        Assert.Equal(bad, string.Join(',', problems.Select(problem => problem.Parameter)));
        if (problems.Count == 0)
            Assert.NotNull(create());
        else
            Assert.Throws<ArgumentOutOfRangeException>(create);
    }
}
