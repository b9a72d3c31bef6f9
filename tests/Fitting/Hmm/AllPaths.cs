using MGen.Fitting.Hmm;

namespace MGen.Fitting.Tests.Hmm;

/// <summary>The reference solution: every path of states of a short sequence, with its probability.</summary>
internal static class AllPaths
{
    public static IEnumerable<(int[] States, double Probability)> Find(PoissonHmm model, ushort[] counts)
    {
        for (int bits = 0; bits < 1 << counts.Length; bits++)
        {
            int[] states = [.. Enumerable.Range(0, counts.Length).Select(i => (bits >> i) & 1)];
            if (states[0] != 0)
                continue;
            double p = 1;
            for (int i = 0; i < counts.Length; i++)
                p *=
                    Poisson(states[i] == 0 ? model.Rate0 : model.Rate1, counts[i])
                    * (i == 0 ? 1 : Move(model, states[i - 1], states[i]));
            yield return (states, p);
        }
    }

    private static double Move(PoissonHmm model, int from, int to)
    {
        double leave = from == 0 ? model.Leave0 : model.Leave1;
        return from == to ? 1 - leave : leave;
    }

    private static double Poisson(double rate, int count)
    {
        double p = Math.Exp(-rate);
        for (int k = 1; k <= count; k++)
            p *= rate / k;
        return p;
    }
}
