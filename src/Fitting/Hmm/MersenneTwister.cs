namespace MGen.Fitting.Hmm;

/// <summary>
/// Draws the models from which the training of the original's hidden Markov model starts: MT19937 (M. Matsumoto, T.
/// Nishimura, ACM TOMACS 8(1), 1998) with the variates of numpy's <c>RandomState</c>, whose sequences are frozen. Only
/// to reproduce published numbers.
/// </summary>
internal sealed class MersenneTwister
{
    private const int Size = 624;
    private const int Shift = 397;

    private readonly uint[] _state = new uint[Size];
    private int _next = Size;
    private double? _secondNormal;

    public MersenneTwister(uint seed)
    {
        _state[0] = seed;
        for (int i = 1; i < Size; i++)
            _state[i] = unchecked((1_812_433_253 * (_state[i - 1] ^ (_state[i - 1] >> 30))) + (uint)i);
    }

    /// <summary>A uniform number in [0, 1) with 53 bits.</summary>
    public double NextDouble()
    {
        uint high = NextUInt32() >> 5;
        uint low = NextUInt32() >> 6;
        return ((high * 67_108_864.0) + low) / 9_007_199_254_740_992.0;
    }

    /// <summary>
    /// A gamma variate of scale 1. A shape below 1 uses the method of J. Ahrens and U. Dieter (1974); a shape above 1
    /// uses the method of G. Marsaglia and W. Tsang (2000).
    /// </summary>
    /// <param name="shape">Positive, not 1.</param>
    public double NextGamma(double shape) => shape < 1 ? SmallGamma(shape) : LargeGamma(shape);

    private double SmallGamma(double shape)
    {
        while (true)
        {
            double u = NextDouble();
            double v = -Math.Log(1 - NextDouble());
            double y = u <= 1 - shape ? 0 : -Math.Log((1 - u) / shape);
            double x = Math.Pow(u <= 1 - shape ? u : 1 - shape + (shape * y), 1 / shape);
            if (x <= v + y)
                return x;
        }
    }

    private double LargeGamma(double shape)
    {
        double b = shape - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * b);
        while (true)
        {
            double x = NextNormal();
            double v = 1 + (c * x);
            if (v <= 0)
                continue;
            v = v * v * v;
            double u = NextDouble();
            if (u < 1 - (0.0331 * x * x * x * x) || Math.Log(u) < (0.5 * x * x) + (b * (1 - v + Math.Log(v))))
                return b * v;
        }
    }

    /// <summary>
    /// A standard normal variate by the polar method, which produces two at a time; the second one is kept.
    /// </summary>
    private double NextNormal()
    {
        if (_secondNormal is { } kept)
        {
            _secondNormal = null;
            return kept;
        }
        double x1,
            x2,
            r2;
        do
        {
            x1 = (2 * NextDouble()) - 1;
            x2 = (2 * NextDouble()) - 1;
            r2 = (x1 * x1) + (x2 * x2);
        } while (r2 is >= 1 or 0);
        double f = Math.Sqrt(-2 * Math.Log(r2) / r2);
        _secondNormal = f * x1;
        return f * x2;
    }

    private uint NextUInt32()
    {
        if (_next == Size)
            Refill();
        uint y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >> 18);
    }

    private void Refill()
    {
        for (int i = 0; i < Size; i++)
        {
            uint y = (_state[i] & 0x80000000) | (_state[(i + 1) % Size] & 0x7fffffff);
            _state[i] = _state[(i + Shift) % Size] ^ (y >> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
        }
        _next = 0;
    }
}
