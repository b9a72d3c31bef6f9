namespace MGen.Fitting.Hmm;

/// <summary>Which of several trainings is used.</summary>
internal static class BestStart
{
    /// <summary>The index of the best likelihood, the first one of equals; 0 if none is a number.</summary>
    /// <param name="logLikelihoods">One per start; not finite: the start failed.</param>
    /// <param name="failedShifts">
    /// The original drops failed starts from the list of likelihoods but not from the list of models, so that a failure moves the choice by one
    /// to a model before the best. To repeat published numbers only.
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
