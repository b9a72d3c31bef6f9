using MGen.Fitting.Hmm;
using MGen.Model.Randomness;

namespace MGen.Fitting.Tests.Hmm;

public sealed class ViterbiTests
{
    [Fact]
    public void Decode_ManyShortSequences_IsTheLikeliestOfAllPaths()
    {
        var random = Xoshiro256.FromSeed(11);
        for (int i = 0; i < 300; i++)
        {
            PoissonHmm model = new(
                random.NextDouble(),
                3 * random.NextDouble(),
                random.NextOpenDouble() * 0.9,
                random.NextOpenDouble() * 0.9
            );
            ushort[] counts = new ushort[2 + (i % 9)];
            for (int k = 0; k < counts.Length; k++)
                counts[k] = (ushort)(random.NextBelow(2) * random.NextBelow(5));

            bool[] decoded = Viterbi.Decode(model, counts);

            double best = AllPaths.Find(model, counts).Max(path => path.Probability);
            double found = AllPaths
                .Find(model, counts)
                .Single(path => path.States.SequenceEqual(decoded.Select(d => d ? 1 : 0)))
                .Probability;
            Assert.Equal(best, found, best * 1e-9);
        }
    }
}
