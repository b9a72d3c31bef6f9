using MGen.Model.Configuration;
using MGen.Model.Randomness;
using MGen.Population.Behaviours;
using MGen.Population.Tests.Support;

namespace MGen.Population.Tests.Behaviours;

public sealed class GroupRatesTests : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly List<ConfigError> _errors = [];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(0.2)]
    [InlineData(1.0)]
    [InlineData(2.5)]
    public void Draw_ManyGroups_IsLogNormalWithMeanOneAndTheVariance(double variance)
    {
        const int Draws = 200_000;
        GroupRates rates = new([new ClassRates(new SizeClass(2, int.MaxValue), variance)]);
        Xoshiro256 random = Xoshiro256.FromSeed(7);

        double[] drawn = [.. Enumerable.Range(0, Draws).Select(_ => rates.Draw(5, ref random))];

        // Four standard errors each: one seed in 16,000 exceeds them, and this seed is fixed.
        double mean = drawn.Average();
        Assert.InRange(mean, 1 - (4 * Math.Sqrt(variance / Draws)), 1 + (4 * Math.Sqrt(variance / Draws)));
        double[] logs = [.. drawn.Select(rate => Math.Log(rate))];
        double logVariance = Math.Log(1 + variance);
        double meanOfLogs = logs.Average();
        double error = 4 * logVariance * Math.Sqrt(2.0 / Draws);
        Assert.InRange(
            meanOfLogs,
            (-logVariance / 2) - (4 * Math.Sqrt(logVariance / Draws)),
            (-logVariance / 2) + (4 * Math.Sqrt(logVariance / Draws))
        );
        Assert.InRange(
            logs.Sum(log => (log - meanOfLogs) * (log - meanOfLogs)) / Draws,
            logVariance - error,
            logVariance + error
        );
    }

    [Fact]
    public void Draw_VarianceZero_IsOne()
    {
        Xoshiro256 random = Xoshiro256.FromSeed(7);
        GroupRates rates = new([
            new ClassRates(new SizeClass(2, 2), 1),
            new ClassRates(new SizeClass(3, int.MaxValue), 0),
        ]);

        Assert.Equal(1, rates.Draw(3, ref random));
    }

    [Fact]
    public void Draw_AnotherMean_IsThatMultipleOfTheSameDraw()
    {
        (Xoshiro256 one, Xoshiro256 other) = (Xoshiro256.FromSeed(7), Xoshiro256.FromSeed(7));
        GroupRates usual = new([new ClassRates(new SizeClass(2, int.MaxValue), 0.5)]);
        GroupRates busy = new([new ClassRates(new SizeClass(2, int.MaxValue), 0.5, 2)]);

        Assert.Equal(2 * usual.Draw(4, ref one), busy.Draw(4, ref other), 3);
    }

    [Fact]
    public void Represent_AVariance_HasMeanOneAndNearlyTheVariance()
    {
        double[] rates = GroupRates.Represent(0.5, 1_000);

        Assert.Equal(1, rates.Average(), 9);
        // The means of the thousandths lack the variance within them.
        Assert.InRange(rates.Average(rate => (rate - 1) * (rate - 1)), 0.48, 0.5);
        Assert.Equal(1, GroupRates.Represent(GroupRates.MostVariance, 20).Average(), 9);
        Assert.Equal([1, 1], GroupRates.Represent(0, 2));
    }

    [Fact]
    public void Read_WrittenFile_GivesVariancesAndMeansBack()
    {
        GroupRates rates = new([
            new ClassRates(new SizeClass(2, 2), 1.25),
            new ClassRates(new SizeClass(3, 5), 0, 0.75),
            new ClassRates(new SizeClass(6, int.MaxValue), 0.3),
        ]);
        File.WriteAllText(Path.Combine(_directory.Root, GroupRates.FileName), rates.Format());

        GroupRates? read = GroupRates.Read(".", _directory.Root, _errors);

        Assert.Empty(_errors);
        Assert.Equal([1.25, 0, 0, 0.3, 0.3], new[] { 2, 3, 5, 6, 900 }.Select(members => read!.For(members).Variance));
        Assert.Equal([1, 0.75, 0.75, 1, 1], new[] { 2, 3, 5, 6, 900 }.Select(members => read!.For(members).Mean));
    }

    [Fact]
    public void Read_FileWithoutMeans_HasMeanOne()
    {
        File.WriteAllText(Path.Combine(_directory.Root, GroupRates.FileName), "2 0.5\n3-up 1 2.5\n");

        GroupRates? read = GroupRates.Read(".", _directory.Root, _errors);

        Assert.Empty(_errors);
        Assert.Equal([1, 2.5], new[] { 2, 3 }.Select(members => read!.For(members).Mean));
    }

    [Fact]
    public void Read_NoFile_IsNone() => Assert.Null(GroupRates.Read(".", _directory.Root, _errors));

    [Theory]
    [InlineData("2 1\n3-up\n", "2:1")]
    [InlineData("2 -1\n", "1:1")]
    [InlineData("2 21\n", "1:1")]
    [InlineData("2 1 0\n", "1:1")]
    [InlineData("2 1 11\n", "1:1")]
    [InlineData("2 1 1 1\n", "1:1")]
    [InlineData("2 0.5\n2-up 1\n", "2:1")]
    [InlineData("", "1:1")]
    public void Read_BadLine_IsAnErrorWithItsPlace(string text, string place)
    {
        File.WriteAllText(Path.Combine(_directory.Root, GroupRates.FileName), text);

        Assert.Null(GroupRates.Read(".", _directory.Root, _errors));
        Assert.Contains($"{GroupRates.FileName}:{place}", Assert.Single(_errors).ToString(), StringComparison.Ordinal);
    }
}
