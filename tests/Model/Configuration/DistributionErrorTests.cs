using MGen.Model.Configuration;

namespace MGen.Model.Tests.Configuration;

/// <summary>The errors of distributions, one at a time, as the line that is printed.</summary>
public sealed class DistributionErrorTests : IDisposable
{
    private const string Sizes = "allowed: Poisson, Binomial, Geometric, Hypergeometric, Weighted";
    private const string Times = "allowed: Normal, LogNormal, Uniform, Exp, Pareto, Weighted";

    private readonly ConfigDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(
        "  s: 0.5",
        "  s: 1.5",
        "8:6: distributions.s: is out of bounds (got '1.5'; allowed: a probability from 0 to 1)"
    )]
    [InlineData(
        "  r: 1",
        "  r: -0.1",
        "9:6: distributions.r: is out of bounds (got '-0.1'; allowed: a probability from 0 to 1)"
    )]
    [InlineData("  r: 1", "", "8:3: distributions.r: is missing (allowed: a probability from 0 to 1)")]
    [InlineData(
        "m: {distribution: Poisson, lambda: 1.5}",
        "m: {distribution: Poisson, lambda: 0}",
        "10:38: distributions.m.lambda: is out of bounds (got '0'; allowed: a finite number above 0)"
    )]
    [InlineData(
        "m: {distribution: Poisson, lambda: 1.5}",
        "m: {distribution: Poisson}",
        "10:6: distributions.m.lambda: is missing (allowed: a finite number)"
    )]
    [InlineData(
        "m: {distribution: Poisson, lambda: 1.5}",
        "m: {lambda: 1.5}",
        "10:6: distributions.m.distribution: is missing (" + Sizes + ")"
    )]
    [InlineData(
        "m: {distribution: Poisson, lambda: 1.5}",
        "m: 3",
        "10:6: distributions.m: must be a mapping, not a plain value (got '3'; allowed: a size distribution: a mapping with 'distribution' and its parameters)"
    )]
    [InlineData(
        "m: {distribution: Poisson, lambda: 1.5}",
        "m: {distribution: Poison, lambda: 1}",
        "10:21: distributions.m.distribution: unknown distribution (got 'Poison'; "
            + Sizes
            + ") - did you mean 'Poisson'?"
    )]
    [InlineData(
        "m: {distribution: Poisson, lambda: 1.5}",
        "m: {distribution: Exp, lambda: 1}",
        "10:21: distributions.m.distribution: this must be a size distribution, and this is a time distribution, which i, w, a_s and a_r take (got 'Exp'; "
            + Sizes
            + ")"
    )]
    [InlineData(
        "i: {distribution: Exp, lambda: 0.1}",
        "i: {distribution: Binomial, n: 1}",
        "11:21: distributions.i.distribution: this must be a time distribution, and this is a size distribution, which m takes (got 'Binomial'; "
            + Times
            + ")"
    )]
    [InlineData(
        "m: {distribution: Poisson, lambda: 1.5}",
        "m: {distribution: Binomial, n: 1, p: 2}",
        "10:40: distributions.m.p: is out of bounds (got '2'; allowed: a number from 0 to 1)"
    )]
    [InlineData(
        "m: {distribution: Poisson, lambda: 1.5}",
        "m: {distribution: Binomial, n: -1, p: 1}",
        "10:34: distributions.m.n: must be a whole number (got '-1'; allowed: a whole number from 0 to 18446744073709551615)"
    )]
    [InlineData(
        "m: {distribution: Poisson, lambda: 1.5}",
        "m: {distribution: Geometric, p: -1}",
        "10:35: distributions.m.p: is out of bounds (got '-1'; allowed: a number from 0 to 1)"
    )]
    [InlineData(
        "m: {distribution: Poisson, lambda: 1.5}",
        "m: {distribution: Hypergeometric, total_population_size: 5, population_with_feature: 6, sample_size: 1}",
        "10:88: distributions.m.population_with_feature: is out of bounds (got '6'; allowed: at most total_population_size)"
    )]
    [InlineData(
        "w: {distribution: Uniform, low: 1, high: 90}",
        "w: {distribution: Uniform, low: 1, high: 1}",
        "12:44: distributions.w.high: is out of bounds (got '1'; allowed: a finite number above low)"
    )]
    [InlineData(
        "i: {distribution: Exp, lambda: 0.1}",
        "i: {distribution: Exp, lambda: 0}",
        "11:34: distributions.i.lambda: is out of bounds (got '0'; allowed: a finite number above 0)"
    )]
    [InlineData(
        "scale: 1, shape: 2.5",
        "scale: 1, shape: 0",
        "14:48: distributions.a_r.shape: is out of bounds (got '0'; allowed: a finite number above 0)"
    )]
    [InlineData(
        "mean: 10, std_dev: 5",
        "mean: 10, std_dev: .inf",
        "13:50: distributions.a_s.std_dev: must be finite (got '.inf'; allowed: a finite number)"
    )]
    public void Load_BadDistribution_SaysWhichParameter(string line, string bad, string expected) =>
        AssertError(line, bad, expected);

    [Fact]
    public void Load_BrokenBlockNamedByAliases_IsReportedOnce()
    {
        LoadResult result = _directory.LoadText(
            ConfigDirectory
                .Valid.Replace("distributions:", "distributions: &usual", StringComparison.Ordinal)
                .Replace("s: 0.5", "s: 2", StringComparison.Ordinal)
                .Replace("group: tea", "group: tea\n    distributions: *usual", StringComparison.Ordinal)
        );

        Assert.Equal("distributions.s", Assert.Single(result.Errors).Key);
    }

    private void AssertError(string line, string bad, string expected) =>
        Assert.Equal("a.yaml:" + expected, Assert.Single(_directory.ErrorsIn(line, bad)));
}
