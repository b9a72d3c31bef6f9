namespace MGen.Model.Conversations;

/// <summary>
/// The hours of the week in which people begin to chat, as a clock for idle times. An idle time is measured in activity
/// time, which passes at the rate of the hour's weight. The weights have mean 1, so a week of activity time takes a
/// week. Immutable; thread-safe.
/// </summary>
/// <remarks>
/// H.-H. Jo et al., Circadian pattern and burstiness in mobile phone communication, New J. Phys. 14 (2012) 013055, and
/// R. D. Malmgren et al., A Poissonian explanation for heavy tails in e-mail communication, PNAS 105 (2008) 18153: once
/// the rhythm of day and week is removed, waiting times are those of a stationary process.
/// </remarks>
public sealed class Rhythm
{
    /// <summary>The number of weights: one per hour of the week, from Monday 0 h.</summary>
    public const int Hours = 168;

    private const int HoursPerDay = 24;
    private const double TicksPerHour = TimeSpan.TicksPerHour;
    private const long TicksPerWeek = Hours * TimeSpan.TicksPerHour;

    private readonly double[] _weights;

    // Activity time, in ticks, from Monday 0 h to the start of each hour; the last entry is for the end of the week.
    private readonly double[] _ticksBefore;
    private readonly long _startTicks;

    private Rhythm(double[] weights, double[] ticksBefore, long startTicks) =>
        (_weights, _ticksBefore, _startTicks) = (weights, ticksBefore, startTicks);

    /// <summary>The weights, with mean 1, from Monday 0 h.</summary>
    public IReadOnlyList<double> Weights => _weights;

    /// <summary>Creates a rhythm whose time 0 is Monday 0 h.</summary>
    /// <param name="weights">
    /// 168 weights from Monday 0 h, or 24 weights that hold for every day. Finite, at least 0, not all 0, in any unit.
    /// </param>
    /// <exception cref="ArgumentException">The weights are invalid.</exception>
    public static Rhythm Create(IReadOnlyList<double> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (ProblemOf(weights) is { } problem)
            throw new ArgumentException(problem, nameof(weights));
        double mean = weights.Average();
        double[] ofWeek = [.. Enumerable.Range(0, Hours).Select(hour => weights[hour % weights.Count] / mean)];
        double[] before = new double[Hours + 1];
        for (int hour = 0; hour < Hours; hour++)
            before[hour + 1] = before[hour] + (ofWeek[hour] * TicksPerHour);
        return new Rhythm(ofWeek, before, startTicks: 0);
    }

    /// <summary>Returns what is wrong with weights; <c>null</c> if nothing is.</summary>
    public static string? ProblemOf(IReadOnlyList<double> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Count is not (HoursPerDay or Hours))
            return $"has {weights.Count} weights";
        if (weights.Any(weight => !double.IsFinite(weight) || weight < 0))
            return "has a weight that is negative or not finite";
        return !weights.Any(weight => weight > 0) ? "has no weight above 0"
            : double.IsFinite(weights.Sum()) ? null
            : "has weights whose sum is not finite";
    }

    /// <summary>Returns the rhythm for a run whose time 0 is this moment of the week on the users' clocks.</summary>
    public Rhythm StartingAt(DateTime start)
    {
        int daysSinceMonday = ((int)start.DayOfWeek + 6) % 7;
        return new Rhythm(_weights, _ticksBefore, (daysSinceMonday * TimeSpan.TicksPerDay) + start.TimeOfDay.Ticks);
    }

    /// <summary>The weight at a time of the run.</summary>
    public double WeightAt(TimeSpan time) => _weights[(int)(TicksOfWeek(time) / TimeSpan.TicksPerHour)];

    /// <summary>
    /// The activity time that passes between two times of the run: the inverse of <see cref="Advance"/>.
    /// </summary>
    /// <param name="from">The first time. Not negative.</param>
    /// <param name="to">The second; at least <paramref name="from"/>.</param>
    public TimeSpan ActivityBetween(TimeSpan from, TimeSpan to)
    {
        long weeks = ((to.Ticks + _startTicks) / TicksPerWeek) - ((from.Ticks + _startTicks) / TicksPerWeek);
        return new TimeSpan((weeks * TicksPerWeek) + (long)(ActivityOfWeek(to) - ActivityOfWeek(from)));
    }

    /// <summary>The first time at which a given activity time has passed since <paramref name="from"/>.</summary>
    /// <param name="from">
    /// The time at which the activity time begins, counted from the start of the run. Not negative.
    /// </param>
    /// <param name="activity">Activity time. Not negative.</param>
    public TimeSpan Advance(TimeSpan from, TimeSpan activity)
    {
        long ofWeek = TicksOfWeek(from);
        (long weeks, long rest) = Math.DivRem(activity.Ticks, TicksPerWeek);
        double target = ActivityOfWeek(from) + rest;
        if (target > _ticksBefore[Hours])
        {
            target -= _ticksBefore[Hours];
            weeks++;
        }
        TimeSpan reached = new(from.Ticks - ofWeek + (weeks * TicksPerWeek) + TicksAt(target));
        // If "from" is in an hour of weight 0 and no activity time is added, the target was reached when that hour
        // began.
        return reached < from ? from : reached;
    }

    /// <summary>Activity time from Monday 0 h to a time of the run, in ticks.</summary>
    private double ActivityOfWeek(TimeSpan time)
    {
        long ofWeek = TicksOfWeek(time);
        int hour = (int)(ofWeek / TimeSpan.TicksPerHour);
        return _ticksBefore[hour] + (_weights[hour] * (ofWeek - (hour * TimeSpan.TicksPerHour)));
    }

    private long TicksOfWeek(TimeSpan time) => (time.Ticks + _startTicks) % TicksPerWeek;

    /// <summary>
    /// The first time of the week, in ticks, at which the activity time since Monday 0 h is <paramref name="target"/>
    /// ticks.
    /// </summary>
    private long TicksAt(double target)
    {
        int found = Array.BinarySearch(_ticksBefore, target);
        int hour = (found >= 0 ? found : ~found) - 1; // the last hour at whose start the target is not reached
        while (hour >= 0 && _ticksBefore[hour] >= target)
            hour--;
        if (hour < 0)
            return 0;
        return (hour * TimeSpan.TicksPerHour) + (long)((target - _ticksBefore[hour]) / _weights[hour]);
    }
}
