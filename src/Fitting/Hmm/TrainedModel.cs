namespace MGen.Fitting.Hmm;

/// <summary>The result of a training.</summary>
/// <param name="Model">The trained model; its states may be in either order.</param>
/// <param name="LogLikelihood">Log-likelihood of all counts; NaN if no starting point has one.</param>
/// <param name="Iterations">Number of iterations from the chosen starting point.</param>
/// <param name="FailedStarts">Number of starting points whose training ended with an undefined likelihood.</param>
internal sealed record TrainedModel(PoissonHmm Model, double LogLikelihood, int Iterations, int FailedStarts);
