namespace MGen.Fitting.Hmm;

/// <summary>
/// Precomputes the effect of k silent minutes in a row, for every k up to <see cref="CountSequence.MaxZeros"/>. With A
/// the matrix of one silent minute (transition times likelihood), A^k propagates the likelihoods; and for each pair of
/// states (a, b) the sum over j of A^j E_ab A^(k-1-j), times A_ab, counts the expected transitions from a to b.
/// </summary>
/// <remarks>
/// Powers and sums of one k are divided by the same factor, whose logarithm is <see cref="LogScale"/>.
/// </remarks>
internal sealed class SilencePowers
{
    private readonly Matrix2[] _powers = new Matrix2[CountSequence.MaxZeros + 1];
    private readonly double[] _logScales = new double[CountSequence.MaxZeros + 1];
    private readonly Moves[] _moves = new Moves[CountSequence.MaxZeros + 1];

    /// <summary>Computes all powers for a model; the object is reused for the next model.</summary>
    public void Set(in Matrix2 minute)
    {
        _powers[0] = Matrix2.Identity;
        _logScales[0] = 0;
        _moves[0] = default;
        for (int k = 0; k < CountSequence.MaxZeros; k++)
        {
            Matrix2 next = _powers[k] * minute;
            double scale = next.Largest;
            _powers[k + 1] = next * (1 / scale);
            _logScales[k + 1] = _logScales[k] + Math.Log(scale);
            _moves[k + 1] = _moves[k].Then(_powers[k], minute, 1 / scale);
        }
    }

    public ref readonly Matrix2 Power(int k) => ref _powers[k];

    public double LogScale(int k) => _logScales[k];

    /// <summary>
    /// Expected transitions within k silent minutes, given the likelihoods before and after them; not yet divided by
    /// their total.
    /// </summary>
    public Matrix2 ExpectedMoves(int k, in StatePair before, in StatePair after) => _moves[k].Between(before, after);

    private readonly record struct Moves(Matrix2 From0To0, Matrix2 From0To1, Matrix2 From1To0, Matrix2 From1To1)
    {
        public Moves Then(in Matrix2 power, in Matrix2 minute, double factor) =>
            new(
                ((From0To0 * minute) + new Matrix2(power.M00 * minute.M00, 0, power.M10 * minute.M00, 0)) * factor,
                ((From0To1 * minute) + new Matrix2(0, power.M00 * minute.M01, 0, power.M10 * minute.M01)) * factor,
                ((From1To0 * minute) + new Matrix2(power.M01 * minute.M10, 0, power.M11 * minute.M10, 0)) * factor,
                ((From1To1 * minute) + new Matrix2(0, power.M01 * minute.M11, 0, power.M11 * minute.M11)) * factor
            );

        public Matrix2 Between(in StatePair before, in StatePair after) =>
            new(
                Between(From0To0, before, after),
                Between(From0To1, before, after),
                Between(From1To0, before, after),
                Between(From1To1, before, after)
            );

        private static double Between(in Matrix2 moves, in StatePair before, in StatePair after)
        {
            StatePair reached = moves.Left(before);
            return (reached.In0 * after.In0) + (reached.In1 * after.In1);
        }
    }
}
