using MGen.Fitting.Hmm;

namespace MGen.Fitting.Tests.Hmm;

public sealed class ExpectationStepTests
{
    private static readonly PoissonHmm Model = new(0.05, 1.3, 0.1, 0.3);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(0, 1)]
    [InlineData(2, 0, 0, 5)]
    [InlineData(0, 0, 0, 0, 0, 0)]
    [InlineData(0, 0, 1, 4, 0, 2, 0, 0, 0, 1)]
    [InlineData(1, 1, 1, 1, 0, 0, 0, 0, 9)]
    [InlineData(0, 0, 0, 0, 7)]
    public void Run_ShortSequence_IsTheSumOverAllPaths(params int[] numbers)
    {
        ushort[] counts = [.. numbers.Select(number => (ushort)number)];
        (int[] States, double Probability)[] paths = [.. AllPaths.Find(Model, counts)];
        double likelihood = paths.Sum(path => path.Probability);
        double Expected(Func<int[], double> of) => paths.Sum(path => path.Probability * of(path.States)) / likelihood;

        Expectations result = new ExpectationStep([CountSequence.Encode(counts)]).Run(Model);

        Assert.Equal(Math.Log(likelihood), result.LogLikelihood, 1e-9);
        Assert.Equal(Expected(states => Moves(states, 0, 1)), result.Moves.M01, 1e-9);
        Assert.Equal(Expected(states => Moves(states, 1, 0)), result.Moves.M10, 1e-9);
        Assert.Equal(Expected(states => Moves(states, 1, 1)), result.Moves.M11, 1e-9);
        Assert.Equal(Expected(states => states.Count(s => s == 0)), result.Minutes.In0, 1e-9);
        Assert.Equal(
            Expected(states => states.Select((s, i) => s == 1 ? counts[i] : 0).Sum()),
            result.Messages.In1,
            1e-9
        );
        Assert.Equal(result.LogLikelihood, new ExpectationStep([CountSequence.Encode(counts)]).Score(Model), 1e-12);
    }

    [Fact]
    public void Run_SeveralSequences_AddsUp()
    {
        ushort[][] both =
        [
            [0, 1, 0, 2],
            [0, 0, 0, 3],
        ];
        double sum = both.Sum(counts => new ExpectationStep([CountSequence.Encode(counts)]).Score(Model));

        Assert.Equal(
            sum,
            new ExpectationStep([.. both.Select(counts => CountSequence.Encode(counts))]).Score(Model),
            1e-9
        );
    }

    [Fact]
    public void Run_LongSilenceAndHugeCount_DoesNotUnderflow()
    {
        ushort[] counts = new ushort[100_000];
        counts[50_000] = ushort.MaxValue;

        Expectations result = new ExpectationStep([CountSequence.Encode(counts)]).Run(new PoissonHmm(8, 20, 0.5, 0.5));

        Assert.True(double.IsFinite(result.LogLikelihood));
        Assert.Equal(counts.Length, result.Minutes.Sum, 1e-3);
        Assert.Equal(
            counts.Length - 1,
            result.Moves.M00 + result.Moves.M01 + result.Moves.M10 + result.Moves.M11,
            1e-3
        );
    }

    private static int Moves(int[] states, int from, int to) =>
        states.Zip(states.Skip(1)).Count(pair => pair == (from, to));
}
