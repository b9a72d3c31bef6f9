namespace MGen.Fitting.Hmm;

/// <summary>
/// A hidden Markov model of messages per minute: two states, each with a Poisson rate. A sequence starts in state 0.
/// Either state may be the idle one; see <see cref="Ordered"/>.
/// </summary>
/// <param name="Rate0">Messages per minute in state 0.</param>
/// <param name="Rate1">Messages per minute in state 1.</param>
/// <param name="Leave0">Probability of a transition from state 0 to state 1 after a minute.</param>
/// <param name="Leave1">Probability of a transition from state 1 to state 0 after a minute.</param>
internal readonly record struct PoissonHmm(double Rate0, double Rate1, double Leave0, double Leave1)
{
    /// <summary>
    /// Smallest rate, above 0 because a message must not be impossible in a state that had no messages in the training.
    /// </summary>
    public const double MinRate = 1e-10;

    /// <summary>Whether state 1 has the smaller rate, so that the labels must be swapped.</summary>
    public bool IsSwapped => Rate0 > Rate1;

    /// <summary>
    /// The same model with the state of the smaller rate as state 0. The initial state is not swapped, because it does
    /// not matter after labelling.
    /// </summary>
    public PoissonHmm Ordered() => IsSwapped ? new PoissonHmm(Rate1, Rate0, Leave1, Leave0) : this;
}

/// <summary>A 2 x 2 matrix: rows are states before a transition, columns states after it.</summary>
internal readonly record struct Matrix2(double M00, double M01, double M10, double M11)
{
    public static Matrix2 Identity => new(1, 0, 0, 1);

    public double Largest => Math.Max(Math.Max(M00, M01), Math.Max(M10, M11));

    public static Matrix2 operator *(in Matrix2 a, in Matrix2 b) =>
        new(
            (a.M00 * b.M00) + (a.M01 * b.M10),
            (a.M00 * b.M01) + (a.M01 * b.M11),
            (a.M10 * b.M00) + (a.M11 * b.M10),
            (a.M10 * b.M01) + (a.M11 * b.M11)
        );

    public static Matrix2 operator *(in Matrix2 a, double factor) =>
        new(a.M00 * factor, a.M01 * factor, a.M10 * factor, a.M11 * factor);

    public static Matrix2 operator +(in Matrix2 a, in Matrix2 b) =>
        new(a.M00 + b.M00, a.M01 + b.M01, a.M10 + b.M10, a.M11 + b.M11);

    /// <summary>The element-wise product.</summary>
    public Matrix2 Scale(in Matrix2 b) => new(M00 * b.M00, M01 * b.M01, M10 * b.M10, M11 * b.M11);

    /// <summary>The row vector <paramref name="v"/> times this matrix.</summary>
    public StatePair Left(in StatePair v) => new((v.In0 * M00) + (v.In1 * M10), (v.In0 * M01) + (v.In1 * M11));

    /// <summary>This matrix times the column vector <paramref name="v"/>.</summary>
    public StatePair Right(in StatePair v) => new((M00 * v.In0) + (M01 * v.In1), (M10 * v.In0) + (M11 * v.In1));
}

/// <summary>A value for each of the two states.</summary>
internal readonly record struct StatePair(double In0, double In1)
{
    public double Sum => In0 + In1;

    public static StatePair operator *(in StatePair a, double factor) => new(a.In0 * factor, a.In1 * factor);

    public static StatePair operator +(in StatePair a, in StatePair b) => new(a.In0 + b.In0, a.In1 + b.In1);
}
