namespace MGen.Fitting.Hmm;

/// <summary>
/// Labels minutes with the most likely sequence of states (A. Viterbi, IEEE T-IT 13(2), 1967), in logarithms.
/// </summary>
internal static class Viterbi
{
    private const byte Into0From1 = 1;
    private const byte Into1From1 = 2;

    /// <summary>
    /// The most likely states of a sequence that starts in state 0. Ties are resolved in favour of state 0, from the
    /// last minute back.
    /// </summary>
    /// <param name="model">The model; its states may be in either order.</param>
    /// <param name="counts">The counts per minute.</param>
    /// <returns>For each minute whether it is in state 1.</returns>
    public static bool[] Decode(in PoissonHmm model, ReadOnlySpan<ushort> counts)
    {
        byte[] origins = new byte[counts.Length];
        bool endsIn1 = Forward(model, counts, origins);
        var inState1 = new bool[counts.Length];
        for (int i = counts.Length - 1; i >= 0; i--)
        {
            inState1[i] = endsIn1;
            endsIn1 = (origins[i] & (endsIn1 ? Into1From1 : Into0From1)) != 0;
        }
        return inState1;
    }

    private static bool Forward(in PoissonHmm model, ReadOnlySpan<ushort> counts, byte[] origins)
    {
        (double logRate0, double logRate1) = (Math.Log(model.Rate0), Math.Log(model.Rate1));
        (double stay0, double leave0) = (Math.Log(1 - model.Leave0), Math.Log(model.Leave0));
        (double stay1, double leave1) = (Math.Log(1 - model.Leave1), Math.Log(model.Leave1));
        double best0 = (counts[0] * logRate0) - model.Rate0;
        double best1 = double.NegativeInfinity;
        for (int i = 1; i < counts.Length; i++)
        {
            (double into0, double into1) = (best0 + stay0, best0 + leave0);
            if (best1 + leave1 > into0)
                (into0, origins[i]) = (best1 + leave1, Into0From1);
            if (best1 + stay1 > into1)
                (into1, origins[i]) = (best1 + stay1, (byte)(origins[i] | Into1From1));
            best0 = into0 + (counts[i] * logRate0) - model.Rate0;
            best1 = into1 + (counts[i] * logRate1) - model.Rate1;
        }
        return best1 > best0;
    }
}
