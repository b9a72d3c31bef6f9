namespace MGen.Fitting.Hmm;

/// <summary>
/// The forward-backward algorithm for a <see cref="PoissonHmm"/> on a user's sequences (L. Rabiner, Proc. IEEE 77(2),
/// 1989), scaled at each step to avoid underflow. Time is proportional to the number of messages, not of minutes. One
/// object serves one thread.
/// </summary>
internal sealed class ExpectationStep
{
    private readonly IReadOnlyList<CountSequence> _sequences;
    private readonly int _maxCount;
    private readonly SilencePowers _silence = new();

    /// <summary>Forward likelihoods of the current sequence, before each step and after its zeros.</summary>
    private readonly StatePair[] _before;
    private readonly StatePair[] _afterZeros;

    private Matrix2 _transitions;
    private Emissions[] _emissions = [];
    private Matrix2 _moves;
    private StatePair _minutes;
    private StatePair _messages;
    private LogProduct _likelihood;

    public ExpectationStep(IReadOnlyList<CountSequence> sequences)
    {
        _sequences = sequences;
        _maxCount = sequences.Max(sequence =>
            Math.Max(sequence.First, sequence.Steps.Select(step => step.Count).DefaultIfEmpty((ushort)0).Max())
        );
        int longest = sequences.Max(sequence => sequence.Steps.Length);
        _before = new StatePair[longest];
        _afterZeros = new StatePair[longest];
    }

    /// <summary>The expectations over all sequences under <paramref name="model"/>.</summary>
    public Expectations Run(in PoissonHmm model)
    {
        Prepare(model);
        foreach (CountSequence sequence in _sequences)
        {
            Forward(sequence);
            Backward(sequence);
        }
        return new Expectations(_moves, _minutes, _messages, _likelihood.Value);
    }

    /// <summary>The log-likelihood alone; NaN if it is undefined.</summary>
    public double Score(in PoissonHmm model)
    {
        Prepare(model);
        foreach (CountSequence sequence in _sequences)
            Forward(sequence);
        return _likelihood.Value;
    }

    private void Prepare(in PoissonHmm model)
    {
        _transitions = new Matrix2(1 - model.Leave0, model.Leave0, model.Leave1, 1 - model.Leave1);
        _emissions = Emissions.Table(model, _maxCount);
        _silence.Set(Minute(0));
        _moves = default;
        _minutes = default;
        _messages = default;
        _likelihood = LogProduct.One;
    }

    /// <summary>The matrix of a minute with this count: transition probability times likelihood of the count.</summary>
    private Matrix2 Minute(int count)
    {
        Emissions e = _emissions[count];
        return _transitions.Scale(new Matrix2(e.InState0, e.InState1, e.InState0, e.InState1));
    }

    private void Forward(CountSequence sequence)
    {
        StatePair at = new(1, 0);
        _likelihood.Multiply(_emissions[sequence.First].InState0);
        _likelihood.AddLog(_emissions[sequence.First].LogScale);
        for (int i = 0; i < sequence.Steps.Length; i++)
        {
            (int zeros, ushort count) = sequence.Steps[i];
            _before[i] = at;
            at = Normalized(_silence.Power(zeros).Left(at));
            _likelihood.AddLog(_silence.LogScale(zeros) + (zeros * _emissions[0].LogScale));
            _afterZeros[i] = at;
            if (count == 0)
                continue;
            at = Normalized(Minute(count).Left(at));
            _likelihood.AddLog(_emissions[count].LogScale);
        }
    }

    private StatePair Normalized(in StatePair likelihoods)
    {
        double sum = likelihoods.Sum;
        _likelihood.Multiply(sum);
        return likelihoods * (1 / sum);
    }

    private void Backward(CountSequence sequence)
    {
        StatePair after = new(0.5, 0.5);
        for (int i = sequence.Steps.Length - 1; i >= 0; i--)
        {
            (int zeros, ushort count) = sequence.Steps[i];
            if (count > 0)
                after = BackOver(count, _afterZeros[i], after);
            if (zeros == 0)
                continue;
            Matrix2 moves = _silence.ExpectedMoves(zeros, _before[i], after);
            Add(moves * (zeros / Total(moves)), 0);
            after = _silence.Power(zeros).Right(after);
            after *= 1 / after.Sum;
        }
        _minutes += new StatePair(1, 0);
        _messages += new StatePair(sequence.First, 0);
    }

    private StatePair BackOver(ushort count, in StatePair before, in StatePair after)
    {
        Matrix2 minute = Minute(count);
        Matrix2 moves = minute.Scale(
            new Matrix2(before.In0 * after.In0, before.In0 * after.In1, before.In1 * after.In0, before.In1 * after.In1)
        );
        Add(moves * (1 / Total(moves)), count);
        StatePair earlier = minute.Right(after);
        return earlier * (1 / earlier.Sum);
    }

    private void Add(in Matrix2 moves, int count)
    {
        StatePair arrivals = new(moves.M00 + moves.M10, moves.M01 + moves.M11);
        _moves += moves;
        _minutes += arrivals;
        _messages += arrivals * count;
    }

    private static double Total(in Matrix2 moves) => moves.M00 + moves.M01 + moves.M10 + moves.M11;
}

/// <summary>The sums of an expectation step over all sequences.</summary>
/// <param name="Moves">Expected number of transitions between states from one minute to the next.</param>
/// <param name="Minutes">Expected minutes in each state.</param>
/// <param name="Messages">Expected messages sent in each state.</param>
/// <param name="LogLikelihood">Log-likelihood of all counts under the model; NaN if it is undefined.</param>
internal readonly record struct Expectations(
    Matrix2 Moves,
    StatePair Minutes,
    StatePair Messages,
    double LogLikelihood
);

/// <summary>
/// The likelihood of a count in each state, divided by the larger one so that neither underflows for any count. The
/// logarithm of the divisor is stored separately.
/// </summary>
/// <param name="InState0">Relative likelihood in state 0, from 0 to 1.</param>
/// <param name="InState1">Relative likelihood in state 1, from 0 to 1.</param>
/// <param name="LogScale">Logarithm of the divisor.</param>
internal readonly record struct Emissions(double InState0, double InState1, double LogScale)
{
    /// <summary>The likelihoods of one count under a model; <paramref name="logFactorial"/> is ln(count!).</summary>
    public static Emissions For(in PoissonHmm model, int count, double logFactorial)
    {
        double log0 = (count * Math.Log(model.Rate0)) - model.Rate0;
        double log1 = (count * Math.Log(model.Rate1)) - model.Rate1;
        double scale = Math.Max(log0, log1);
        return new Emissions(Math.Exp(log0 - scale), Math.Exp(log1 - scale), scale - logFactorial);
    }

    /// <summary>The likelihoods of all counts from 0 to <paramref name="maxCount"/>.</summary>
    public static Emissions[] Table(in PoissonHmm model, int maxCount)
    {
        var table = new Emissions[maxCount + 1];
        double logFactorial = 0;
        for (int count = 0; count <= maxCount; count++)
        {
            logFactorial += count > 1 ? Math.Log(count) : 0;
            table[count] = For(model, count, logFactorial);
        }
        return table;
    }
}

/// <summary>
/// The logarithm of a product of many factors, at the cost of one multiplication each: a logarithm is computed only
/// when the product would underflow or overflow.
/// </summary>
internal struct LogProduct
{
    private const double Small = 1e-200;
    private const double Large = 1e200;

    private double _sum;
    private double _product;

    public static LogProduct One => new() { _product = 1 };

    /// <summary>The logarithm of the product; NaN if a factor was not positive and finite.</summary>
    public readonly double Value => _sum + Math.Log(_product);

    public void Multiply(double factor)
    {
        _product *= factor;
        if (_product is > Small and < Large)
            return;
        _sum += factor is > 0 and < double.PositiveInfinity ? Math.Log(_product) : double.NaN;
        _product = 1;
    }

    public void AddLog(double logarithm) => _sum += logarithm;
}
