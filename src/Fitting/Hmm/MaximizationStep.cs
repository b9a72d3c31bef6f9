namespace MGen.Fitting.Hmm;

/// <summary>The maximisation step: the model with the largest posterior density given the expectations.</summary>
internal static class MaximizationStep
{
    /// <summary>
    /// Exponents of the rates' prior densities, from the original: the shapes minus 1 of gamma densities with rate
    /// parameter 0. They keep both rates above 0 and are far too small to affect an estimate with data.
    /// </summary>
    public static StatePair PriorShapes => new(0.01, 0.1);

    public static PoissonHmm Run(in PoissonHmm before, in Expectations expected, RatePrior prior) =>
        new(
            Rate(
                before.Rate0,
                expected.Messages.In0,
                expected.Minutes.In0,
                PriorShapes.In0,
                expected.Minutes.Sum,
                prior
            ),
            Rate(
                before.Rate1,
                expected.Messages.In1,
                expected.Minutes.In1,
                PriorShapes.In1,
                expected.Minutes.Sum,
                prior
            ),
            Leave(before.Leave0, expected.Moves.M01, expected.Moves.M00),
            Leave(before.Leave1, expected.Moves.M10, expected.Moves.M11)
        );

    /// <summary>
    /// Logarithm of the prior density, up to a constant. With <see cref="RatePrior.OwnMinutes"/> each iteration
    /// increases the sum of this logarithm and the log-likelihood.
    /// </summary>
    public static double LogPrior(in PoissonHmm model) =>
        (PriorShapes.In0 * Math.Log(model.Rate0)) + (PriorShapes.In1 * Math.Log(model.Rate1));

    private static double Rate(
        double before,
        double messages,
        double minutes,
        double shape,
        double allMinutes,
        RatePrior prior
    )
    {
        double rate =
            prior == RatePrior.OwnMinutes ? (messages + shape) / minutes : (messages / minutes) + (shape / allMinutes);
        return double.IsFinite(rate) ? Math.Max(rate, PoissonHmm.MinRate) : before;
    }

    private static double Leave(double before, double moves, double stays)
    {
        double leave = moves / (moves + stays);
        return double.IsNaN(leave) ? before : leave;
    }
}
