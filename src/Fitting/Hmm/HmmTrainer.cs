namespace MGen.Fitting.Hmm;

/// <summary>
/// Trains a user's hidden Markov model by expectation maximisation from several random starting points.
/// </summary>
internal static class HmmTrainer
{
    /// <summary>Trains on the minutes of one user.</summary>
    /// <param name="sequences">The counts of each run; they contain at least one message.</param>
    /// <param name="options">The options.</param>
    public static TrainedModel Train(IReadOnlyList<ushort[]> sequences, TrainingOptions options)
    {
        ExpectationStep expectation = new([.. sequences.Select(counts => CountSequence.Encode(counts))]);
        CountMoments moments = CountMoments.From(sequences);
        var trained = new TrainedModel[options.Starts];
        for (int start = 0; start < options.Starts; start++)
        {
            ulong seed = options.Seed + (ulong)start;
            PoissonHmm model = options.OriginalStarts
                ? StartingPoint.DrawAsOriginal(moments, seed)
                : StartingPoint.Draw(moments, seed);
            trained[start] = TrainFrom(model, expectation, options);
        }
        int failed = trained.Count(model => !double.IsFinite(model.LogLikelihood));
        return trained[
            BestStart.Choose([.. trained.Select(model => model.LogLikelihood)], options.FailedScoreShiftsChoice)
        ] with
        {
            FailedStarts = failed,
        };
    }

    /// <summary>
    /// Iterates from one starting point until the gain is small or the number of iterations is reached.
    /// </summary>
    /// <param name="model">The starting point.</param>
    /// <param name="expectation">The counts.</param>
    /// <param name="options">The options.</param>
    /// <param name="onIteration">
    /// Receives each model and its log-likelihood before the model is improved; for tests.
    /// </param>
    public static TrainedModel TrainFrom(
        PoissonHmm model,
        ExpectationStep expectation,
        TrainingOptions options,
        Action<PoissonHmm, double>? onIteration = null
    )
    {
        double before = double.NegativeInfinity;
        int iteration = 0;
        bool gains = true;
        while (gains && iteration < options.Iterations)
        {
            Expectations expected = expectation.Run(model);
            onIteration?.Invoke(model, expected.LogLikelihood);
            model = MaximizationStep.Run(model, expected, options.Prior);
            gains = !(expected.LogLikelihood - before < options.Tolerance);
            before = expected.LogLikelihood;
            iteration++;
        }
        return new TrainedModel(model, expectation.Score(model), iteration, FailedStarts: 0);
    }
}

/// <summary>The result of a training.</summary>
/// <param name="Model">The trained model; its states may be in either order.</param>
/// <param name="LogLikelihood">Log-likelihood of all counts; NaN if no starting point has one.</param>
/// <param name="Iterations">Number of iterations from the chosen starting point.</param>
/// <param name="FailedStarts">Number of starting points whose training ended with an undefined likelihood.</param>
internal sealed record TrainedModel(PoissonHmm Model, double LogLikelihood, int Iterations, int FailedStarts);

/// <summary>How the hidden Markov model is trained. Default numbers are as in the original.</summary>
internal sealed record TrainingOptions
{
    /// <summary>
    /// Number of random starting points, at least 1, with consecutive seeds from <see cref="Seed"/> on; the best result
    /// is used. Default 10.
    /// </summary>
    public int Starts { get; init; } = 10;

    /// <summary>Largest number of iterations per starting point, at least 1. Default 10.</summary>
    public int Iterations { get; init; } = 10;

    /// <summary>
    /// The training stops after an iteration that gains less log-likelihood than this. Default 0.01, as in the
    /// original's library.
    /// </summary>
    public double Tolerance { get; init; } = 0.01;

    /// <summary>Seed of the first starting point. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether the starting points are those that the original draws.</summary>
    public bool OriginalStarts { get; init; }

    /// <summary>How the prior is applied.</summary>
    public RatePrior Prior { get; init; }

    /// <summary>
    /// Whether a starting point with an undefined likelihood shifts the choice among the others, as in the original.
    /// </summary>
    public bool FailedScoreShiftsChoice { get; init; }
}

/// <summary>How the gamma prior of the rates enters the maximisation step.</summary>
internal enum RatePrior
{
    /// <summary>
    /// The prior's pseudo-counts of messages are divided by the state's own minutes. This is the exact maximum of
    /// likelihood times prior.
    /// </summary>
    OwnMinutes,

    /// <summary>
    /// The pseudo-counts are divided by all minutes of both states, so that the likelihood may decrease slightly. This
    /// reproduces the original's library.
    /// </summary>
    AllMinutes,
}
