namespace MGen.Fitting.Hmm;

/// <summary>The outcome of a training.</summary>
/// <param name="Model">The model as trained: its states may be in either order.</param>
/// <param name="LogLikelihood">Logarithm of the likelihood of all counts; NaN if no start had one.</param>
/// <param name="Iterations">Iterations that the chosen start took.</param>
/// <param name="FailedStarts">Starts that ended without a likelihood.</param>
internal sealed record TrainedModel(PoissonHmm Model, double LogLikelihood, int Iterations, int FailedStarts);
