using MGen.Fitting.Hmm;
using MGen.Model.Randomness;

namespace MGen.Fitting.Tests.Hmm;

public sealed class HmmTrainerTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void TrainFrom_EachIteration_DoesNotLowerLikelihoodTimesPrior(ulong seed)
    {
        ushort[] counts = Sample(new PoissonHmm(0.01, 1.5, 0.01, 0.2), 5_000, seed);
        List<double> objectives = [];
        TrainingOptions options = new() { Iterations = 40, Tolerance = double.NegativeInfinity };

        HmmTrainer.TrainFrom(
            StartingPoint.Draw(CountMoments.From([counts]), seed),
            new ExpectationStep([CountSequence.Encode(counts)]),
            options,
            (model, logLikelihood) => objectives.Add(logLikelihood + MaximizationStep.LogPrior(model))
        );

        Assert.Equal(40, objectives.Count);
        Assert.All(
            objectives.Zip(objectives.Skip(1)),
            pair => Assert.True(pair.Second >= pair.First - 1e-7, $"{pair.First} then {pair.Second}")
        );
    }

    // Standard errors at 200,000 minutes are below 2 % for each of these parameters: 10 % is exceeded with probability
    // below 1e-6.
    [Fact]
    public void Train_KnownModel_IsRecoveredWithinTenPercent()
    {
        PoissonHmm truth = new(0.02, 1.2, 0.01, 0.1);
        ushort[][] sequences = [.. Enumerable.Range(0, 20).Select(i => Sample(truth, 10_000, (ulong)i))];

        PoissonHmm found = HmmTrainer.Train(sequences, new TrainingOptions { Iterations = 50 }).Model.Ordered();

        Assert.InRange(found.Rate0 / truth.Rate0, 0.9, 1.1);
        Assert.InRange(found.Rate1 / truth.Rate1, 0.9, 1.1);
        Assert.InRange(found.Leave0 / truth.Leave0, 0.9, 1.1);
        Assert.InRange(found.Leave1 / truth.Leave1, 0.9, 1.1);
    }

    [Theory]
    [InlineData(new[] { -3.0, -1.0, -2.0 }, false, 1)]
    [InlineData(new[] { double.NaN, -3.0, -1.0 }, false, 2)]
    [InlineData(new[] { double.NaN, -3.0, -1.0 }, true, 1)]
    [InlineData(new[] { -5.0, double.NegativeInfinity, -3.0, -1.0 }, true, 2)]
    [InlineData(new[] { double.NaN, double.NaN }, false, 0)]
    public void Choose_FailedStarts_ShiftOnlyAsInTheOriginal(double[] logLikelihoods, bool shifts, int chosen) =>
        Assert.Equal(chosen, BestStart.Choose(logLikelihoods, shifts));

    [Fact]
    public void Run_PriorOverAllMinutes_IsTheLibrarysFormula()
    {
        Expectations expected = new(new Matrix2(80, 10, 10, 20), new StatePair(90, 30), new StatePair(9, 60), 0);

        PoissonHmm own = MaximizationStep.Run(default, expected, RatePrior.OwnMinutes);
        PoissonHmm all = MaximizationStep.Run(default, expected, RatePrior.AllMinutes);

        Assert.Equal((60 + 0.1) / 30, own.Rate1, 1e-12);
        Assert.Equal((60.0 / 30) + (0.1 / 120), all.Rate1, 1e-12);
        Assert.Equal(10.0 / 90, own.Leave0, 1e-12);
    }

    private static ushort[] Sample(PoissonHmm model, int minutes, ulong seed)
    {
        var random = Xoshiro256.FromSeed(seed);
        var counts = new ushort[minutes];
        bool active = false;
        for (int i = 0; i < minutes; i++)
        {
            double product = random.NextOpenDouble();
            for (
                double limit = Math.Exp(-(active ? model.Rate1 : model.Rate0));
                product > limit;
                product *= random.NextOpenDouble()
            )
                counts[i]++;
            active ^= random.NextDouble() < (active ? model.Leave1 : model.Leave0);
        }
        return counts;
    }
}
