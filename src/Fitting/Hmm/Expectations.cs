namespace MGen.Fitting.Hmm;

/// <summary>The sums of an expectation step over all sequences.</summary>
/// <param name="Moves">Expected number of transitions between states from one minute to the next.</param>
/// <param name="Minutes">Expected minutes in each state.</param>
/// <param name="Messages">Expected messages sent in each state.</param>
/// <param name="LogLikelihood">Log-likelihood of all counts under the model; NaN if it is undefined.</param>
internal readonly record struct Expectations(Matrix2 Moves, Pair Minutes, Pair Messages, double LogLikelihood);
