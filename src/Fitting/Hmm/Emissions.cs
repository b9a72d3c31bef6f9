namespace MGen.Fitting.Hmm;

/// <summary>
/// The likelihood of a count in each state, divided by the larger one so that neither underflows for any count. The
/// logarithm of the divisor is stored separately.
/// </summary>
/// <param name="InState0">Relative likelihood in state 0, from 0 to 1.</param>
/// <param name="InState1">Relative likelihood in state 1, from 0 to 1.</param>
/// <param name="LogScale">Logarithm of the divisor.</param>
internal readonly record struct Emissions(double InState0, double InState1, double LogScale)
{
    /// <summary>The likelihoods of one count under a model; <paramref name="logFactorial"/> is ln(count!).</summary>
    public static Emissions For(in PoissonHmm model, int count, double logFactorial)
    {
        double log0 = (count * Math.Log(model.Rate0)) - model.Rate0;
        double log1 = (count * Math.Log(model.Rate1)) - model.Rate1;
        double scale = Math.Max(log0, log1);
        return new Emissions(Math.Exp(log0 - scale), Math.Exp(log1 - scale), scale - logFactorial);
    }

    /// <summary>The likelihoods of all counts from 0 to <paramref name="maxCount"/>.</summary>
    public static Emissions[] Table(in PoissonHmm model, int maxCount)
    {
        var table = new Emissions[maxCount + 1];
        double logFactorial = 0;
        for (int count = 0; count <= maxCount; count++)
        {
            logFactorial += count > 1 ? Math.Log(count) : 0;
            table[count] = For(model, count, logFactorial);
        }
        return table;
    }
}
