namespace MGen.Fitting.Hmm;

/// <summary>What an expectation step sums up over all sequences.</summary>
/// <param name="Moves">Expected number of moves between states from one minute to the next.</param>
/// <param name="Minutes">Expected minutes in each state.</param>
/// <param name="Messages">Expected messages sent in each state.</param>
/// <param name="LogLikelihood">Logarithm of the likelihood of all counts under the model; NaN if it cannot be told.</param>
internal readonly record struct Expectations(Matrix2 Moves, Pair Minutes, Pair Messages, double LogLikelihood);
