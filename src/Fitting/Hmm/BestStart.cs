namespace MGen.Fitting.Hmm;

/// <summary>Chooses one of several trainings.</summary>
internal static class BestStart
{
    /// <summary>The index of the largest likelihood, the first one of equals; 0 if none is finite.</summary>
    /// <param name="logLikelihoods">One per starting point; not finite: its training failed.</param>
    /// <param name="failedShifts">
    /// Whether to choose as the original does: it removes failed starting points from the list of likelihoods but not
    /// from the list of models, so that each failure shifts the choice by one to a model before the best. Only to
    /// reproduce published numbers.
    /// </param>
    public static int Choose(IReadOnlyList<double> logLikelihoods, bool failedShifts)
    {
        int best = -1;
        int scored = 0;
        int bestScored = 0;
        for (int i = 0; i < logLikelihoods.Count; i++)
        {
            if (!double.IsFinite(logLikelihoods[i]))
                continue;
            if (best < 0 || logLikelihoods[i] > logLikelihoods[best])
                (best, bestScored) = (i, scored);
            scored++;
        }
        return failedShifts ? bestScored : Math.Max(best, 0);
    }
}
