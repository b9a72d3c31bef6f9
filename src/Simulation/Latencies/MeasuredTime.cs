using MGen.Model.Distributions;
using MGen.Model.Randomness;

namespace MGen.Simulation.Latencies;

/// <summary>
/// Times with a measured distribution function, which is linear between its points and has an atom at the first point.
/// Values are drawn by inversion, in time logarithmic in the number of points. Immutable.
/// </summary>
public sealed class MeasuredTime : TimeDistribution
{
    private readonly double[] _seconds;
    private readonly double[] _probabilities;

    /// <param name="points">
    /// Times in seconds, with the probability of at most that time. Both are non-decreasing; the last probability is 1.
    /// </param>
    /// <exception cref="ArgumentException">The points violate these conditions.</exception>
    public MeasuredTime(IReadOnlyList<(double Seconds, double Probability)> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (ProblemAt(points) is { } problem)
            throw new ArgumentException($"point {problem.Index}: {problem.Message}", nameof(points));
        _seconds = [.. points.Select(point => point.Seconds)];
        _probabilities = [.. points.Select(point => point.Probability)];
    }

    /// <summary>The first invalid point, and the error; <c>null</c> if all are valid.</summary>
    public static (int Index, string Message)? ProblemAt(IReadOnlyList<(double Seconds, double Probability)> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        (double Seconds, double Probability) before = (0, 0);
        for (int i = 0; i < points.Count; i++)
        {
            if (!double.IsFinite(points[i].Seconds) || !(points[i].Seconds >= before.Seconds))
                return (i, "the time must be a finite number of seconds, from 0 and not below the one before");
            if (!(points[i].Probability >= before.Probability && points[i].Probability <= 1))
                return (i, "the probability must be from 0 to 1, and not below the one before");
            before = points[i];
        }
        return before.Probability == 1 ? null : (Math.Max(0, points.Count - 1), "the last probability must be 1");
    }

    /// <summary>The distribution of single times of equal probability, as atoms.</summary>
    /// <param name="seconds">Finite numbers from 0, at least one, in any order.</param>
    public static MeasuredTime FromValues(IEnumerable<double> seconds)
    {
        double[] sorted = [.. seconds.Order()];
        List<(double, double)> points = [];
        for (int i = 0; i < sorted.Length; i++)
        {
            if (i > 0 && sorted[i] > sorted[i - 1])
                points.Add((sorted[i], (double)i / sorted.Length)); // The distribution function jumps here.
            if (i == sorted.Length - 1 || sorted[i + 1] > sorted[i])
                points.Add((sorted[i], (i + 1.0) / sorted.Length));
        }
        return new MeasuredTime(points);
    }

    /// <summary>The shortest time in seconds.</summary>
    public double ShortestSeconds => _seconds[0];

    /// <summary>The longest time in seconds.</summary>
    public double LongestSeconds => _seconds[^1];

    /// <summary>The distribution with each time multiplied by a factor from 0.</summary>
    public MeasuredTime Scale(double factor) =>
        new([.. _seconds.Select((seconds, i) => (seconds * factor, _probabilities[i]))]);

    /// <summary>The distribution function: the share of times that are at most this long.</summary>
    public double ShareUpTo(double seconds)
    {
        if (seconds >= _seconds[^1])
            return 1;
        // UpperBound skips all points with this time, so the share includes the whole jump at this time.
        int above = UpperBound(seconds);
        if (above == 0)
            return 0;
        double share = (seconds - _seconds[above - 1]) / (_seconds[above] - _seconds[above - 1]);
        return double.Lerp(_probabilities[above - 1], _probabilities[above], share);
    }

    /// <summary>Index of the first point with a longer time; there must be one.</summary>
    private int UpperBound(double seconds)
    {
        int low = 0,
            high = _seconds.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_seconds[middle] > seconds)
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }

    /// <inheritdoc/>
    protected override double DrawSeconds(ref Xoshiro256 random) => At(random.NextDouble());

    /// <summary>
    /// The inverse of the distribution function: the shortest time that is not exceeded with this probability.
    /// </summary>
    /// <param name="drawn">From 0 to 1.</param>
    public double At(double drawn)
    {
        int found = Array.BinarySearch(_probabilities, drawn);
        // The first point with at least the drawn probability; it exists, because the last point has probability 1.
        int above = found >= 0 ? found : ~found;
        if (above == 0 || found >= 0)
            return _seconds[above];
        double share = (drawn - _probabilities[above - 1]) / (_probabilities[above] - _probabilities[above - 1]);
        return double.Lerp(_seconds[above - 1], _seconds[above], share);
    }
}
