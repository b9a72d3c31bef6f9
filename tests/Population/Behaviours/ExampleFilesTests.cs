using MathNet.Numerics.Distributions;
using MGen.Population.Behaviours;

namespace MGen.Population.Tests.Behaviours;

/// <summary>The built-in behaviours have the distributions that <c>samples/population/README.md</c> states.</summary>
public sealed class ExampleFilesTests
{
    private const int Quantiles = 200;
    private const double Never = 10_000_000;
    private const double SecondsPerDay = 86_400;

    public static TheoryData<string, double, double> Classes { get; } =
        new()
        {
            { "2", 0.45, 5 },
            { "3", 0.45 / 2, 0.22 },
            { "4-5", 0.45 / 4, 0.24 },
            { "6-10", 0.45 / 9, 0.3 },
            { "11-20", 0.45 / 19, 0.4 },
            { "21-50", 0.45 / 49, 0.6 },
            { "51-100", 0.45 / 99, 0.8 },
            { "101-up", 0.45 / 251, 1 },
        };

    [Theory]
    [MemberData(nameof(Classes))]
    public void Class_OfEachBehaviour_IsTheStatedDistribution(string name, double answers, double days)
    {
        AssertDistributions(
            ClassOf(BehaviourLibrary.Example(), name),
            answers,
            days * SecondsPerDay,
            isDyad: name == "2",
            (1_800, 25, 60)
        );
        AssertDistributions(
            ClassOf(BehaviourLibrary.Lively(), name),
            answers,
            days * SecondsPerDay / 300,
            isDyad: name == "2",
            (60, 4, 8)
        );
    }

    [Fact]
    public void FilesWithoutClass_OfEachBehaviour_AreTheStatedDistribution()
    {
        AssertDistributions(
            BehaviourLibrary.Example().WithoutClasses(),
            0.45 / 251,
            2 * SecondsPerDay,
            isDyad: true,
            (1_800, 25, 60)
        );
        AssertDistributions(
            BehaviourLibrary.Lively().WithoutClasses(),
            0.45 / 251,
            2 * SecondsPerDay / 300,
            isDyad: true,
            (60, 4, 8)
        );
    }

    private static BehaviourModel ClassOf(BehaviourModel behaviour, string name) =>
        behaviour.Classes.Single(part => part.Class.Name == name).Model;

    private static void AssertDistributions(
        BehaviourModel model,
        double answers,
        double idleMean,
        bool isDyad,
        (double Quiet, double AfterSend, double AfterReceive) medians
    )
    {
        Assert.Equal((1.0, 1.0), (model.ActivateOnSend, model.ActivateOnReceive));
        Assert.Equal([medians.Quiet], model.Tables.Quiet.ToWeightedValues().Select(entry => entry.Value));
        AssertMaybe(model.Tables.AfterSend.ToWeightedValues(), 0.25, medians.AfterSend, 1.2);
        AssertMaybe(model.Tables.AfterReceive.ToWeightedValues(), answers, medians.AfterReceive, 1.3);
        Func<double, double> idle = isDyad
            ? p => LogNormal.InvCDF(Math.Log(Math.Round(idleMean * Math.Exp(-1.3 * 1.3 / 2))), 1.3, p)
            : p => -idleMean * Math.Log(1 - p);
        AssertQuantiles(idle, model.Tables.Idle.ToWeightedValues());
    }

    private static void AssertMaybe(
        (double Value, double Weight)[] law,
        double probability,
        double median,
        double sigma
    )
    {
        Assert.Equal(Never, law[^1].Value);
        AssertQuantiles(p => LogNormal.InvCDF(Math.Log(median), sigma, p), law[..^1]);
        // The weight of "never" is rounded.
        Assert.Equal(probability, law[..^1].Sum(entry => entry.Weight) / law.Sum(entry => entry.Weight), 0.001);
    }

    private static void AssertQuantiles(Func<double, double> quantile, (double Value, double Weight)[] law)
    {
        Assert.Equal(Quantiles, law.Length);
        foreach ((int index, (double value, double weight)) in law.Index())
        {
            Assert.Equal(law[0].Weight, weight);
            double expected = Math.Max(1, quantile((index + 0.5) / Quantiles));
            Assert.Equal(expected, value, 0.51 + (0.003 * expected)); // Rounded, from a rounded median.
        }
    }
}
