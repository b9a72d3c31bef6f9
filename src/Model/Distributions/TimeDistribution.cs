using MGen.Model.Randomness;

namespace MGen.Model.Distributions;

/// <summary>
/// A distribution of waiting times. Immutable: one instance serves any number of conversations and threads. A draw does
/// not allocate.
/// </summary>
public abstract class TimeDistribution
{
    /// <summary>
    /// The longest time drawn: 100 years of 365.25 days. Longer and infinite draws become this time. It is far longer
    /// than any run, and no clock overflows when it is added (a <see cref="DateTimeOffset"/> has 7,900 years left).
    /// </summary>
    public static readonly TimeSpan MaxSample = TimeSpan.FromDays(36_525);

    /// <summary>
    /// Draws a time from 0 to <see cref="MaxSample"/>. A negative draw becomes 0. Fractions of a tick (100 ns) are
    /// dropped, so that a half-open range stays half-open.
    /// </summary>
    public TimeSpan Sample(ref Xoshiro256 random)
    {
        double seconds = DrawSeconds(ref random);
        if (!(seconds > 0)) // NaN as well
            return TimeSpan.Zero;
        return seconds < MaxSample.TotalSeconds ? new TimeSpan((long)(seconds * TimeSpan.TicksPerSecond)) : MaxSample;
    }

    /// <summary>Draws a number of seconds, which may be negative, infinite or NaN.</summary>
    protected abstract double DrawSeconds(ref Xoshiro256 random);
}

/// <summary>Times with an exponential distribution, drawn by inversion.</summary>
public sealed class ExponentialTime : TimeDistribution
{
    private readonly double _lambda;

    /// <param name="lambda">
    /// Rate, in 1/s: the mean is 1/lambda seconds. Finite, above 0 (the original accepts 0 and fails at the first
    /// draw).
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Check"/> finds a problem.</exception>
    public ExponentialTime(double lambda)
    {
        ParameterRules.ThrowIfAny(Check(lambda));
        _lambda = lambda;
    }

    /// <summary>Returns the rules that this parameter violates; empty if it is valid.</summary>
    public static IReadOnlyList<ParameterProblem> Check(double lambda) =>
        ParameterRules.Broken((ParameterRules.IsFiniteAboveZero(lambda), "lambda", ParameterRules.FiniteAboveZero));

    /// <inheritdoc/>
    protected override double DrawSeconds(ref Xoshiro256 random) => -Math.Log(random.NextOpenDouble()) / _lambda;
}

/// <summary>
/// Times with a Pareto distribution (type I), drawn by inversion of P(X > x) = (scale / x)^shape for x >= scale.
/// </summary>
public sealed class ParetoTime : TimeDistribution
{
    private readonly double _scale;
    private readonly double _exponent;

    /// <param name="scale">Smallest time, in seconds. Finite, above 0.</param>
    /// <param name="shape">Tail exponent, without unit. Finite, above 0; at 1 and below the mean is infinite.</param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Check"/> finds a problem.</exception>
    public ParetoTime(double scale, double shape)
    {
        ParameterRules.ThrowIfAny(Check(scale, shape));
        _scale = scale;
        _exponent = -1 / shape;
    }

    /// <summary>Returns the rules that these parameters violate; empty if they are valid.</summary>
    public static IReadOnlyList<ParameterProblem> Check(double scale, double shape) =>
        ParameterRules.Broken(
            (ParameterRules.IsFiniteAboveZero(scale), "scale", ParameterRules.FiniteAboveZero),
            (ParameterRules.IsFiniteAboveZero(shape), "shape", ParameterRules.FiniteAboveZero)
        );

    /// <inheritdoc/>
    protected override double DrawSeconds(ref Xoshiro256 random) =>
        _scale * Math.Pow(random.NextOpenDouble(), _exponent);
}

/// <summary>Times uniform in [low, high).</summary>
public sealed class UniformTime : TimeDistribution
{
    private readonly double _low;
    private readonly double _high;

    /// <param name="low">Smallest time, in seconds. Finite; draws below 0 become 0.</param>
    /// <param name="high">The exclusive upper bound, in seconds. Finite, above <paramref name="low"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Check"/> finds a problem.</exception>
    public UniformTime(double low, double high)
    {
        ParameterRules.ThrowIfAny(Check(low, high));
        _low = low;
        _high = high;
    }

    /// <summary>Returns the rules that these parameters violate; empty if they are valid.</summary>
    public static IReadOnlyList<ParameterProblem> Check(double low, double high) =>
        ParameterRules.Broken(
            (double.IsFinite(low), "low", ParameterRules.Finite),
            (double.IsFinite(high) && !(high <= low), "high", "a finite number above low")
        ); // if low is NaN, report only that

    /// <inheritdoc/>
    /// <remarks>
    /// Interpolates instead of computing low + width * u, because the width of a very wide range would overflow. A
    /// result that was rounded up to high is replaced by the next smaller number.
    /// </remarks>
    protected override double DrawSeconds(ref Xoshiro256 random) =>
        Math.Min(double.Lerp(_low, _high, random.NextDouble()), double.BitDecrement(_high));
}
