namespace MGen.Model.Conversations;

/// <summary>Estimates the weights of a <see cref="Rhythm"/> from the times of messages.</summary>
public static class RhythmEstimate
{
    /// <summary>
    /// A message that follows a silence of at least this length in its conversation begins a burst. The length exceeds
    /// most pauses within a burst.
    /// </summary>
    public static readonly TimeSpan DefaultSilence = TimeSpan.FromSeconds(3_000);

    /// <summary>
    /// The strength of the prior, in bursts. In an hour of the week for which the profile of the day predicts more
    /// bursts than this, the hour's own rate has more weight than the profile.
    /// </summary>
    private const double PriorBursts = 5;

    private const int HoursPerDay = 24;
    private const int DaysPerWeek = 7;

    /// <summary>
    /// Estimates 168 weights with mean 1 for the hours in which bursts begin: the bursts in an hour of the week divided
    /// by the silent time observed in it, shrunk towards the profile of the day (a gamma prior with the strength of
    /// <see cref="PriorBursts"/> bursts). Only silent time counts, because only a silent conversation can begin a
    /// burst. If the time within bursts counted, too, hours with many messages would get weights that are too small.
    /// </summary>
    /// <param name="conversations">
    /// The times of each conversation's messages, ascending, on the users' clocks. Each conversation counts as observed
    /// from its first to its last message, and as silent once a gap has lasted for <paramref name="silence"/>.
    /// </param>
    /// <param name="silence">The shortest silence before a burst; <c>null</c> for <see cref="DefaultSilence"/>.</param>
    /// <returns>
    /// The rhythm; <c>null</c> if there are too few bursts (under 24) or an hour of the day was never silent.
    /// </returns>
    public static Rhythm? FromMessages(IEnumerable<IReadOnlyList<DateTime>> conversations, TimeSpan? silence = null)
    {
        ArgumentNullException.ThrowIfNull(conversations);
        double[] bursts = new double[Rhythm.Hours];
        double[] hours = new double[Rhythm.Hours];
        foreach (IReadOnlyList<DateTime> times in conversations)
            Count(times, silence ?? DefaultSilence, bursts, hours);
        double[]? day = DayProfile(bursts, hours);
        if (day is null)
            return null;
        double total = Enumerable.Range(0, Rhythm.Hours).Sum(hour => hours[hour] * day[hour % HoursPerDay]);
        double scale = bursts.Sum() / total; // turns the profile into bursts per silent hour
        double[] weights = new double[Rhythm.Hours];
        for (int hour = 0; hour < Rhythm.Hours; hour++)
        {
            double expectedPerHour = scale * day[hour % HoursPerDay];
            double priorHours = expectedPerHour > 0 ? PriorBursts / expectedPerHour : 0;
            weights[hour] =
                hours[hour] + priorHours > 0
                    ? (bursts[hour] + (priorHours > 0 ? PriorBursts : 0)) / (hours[hour] + priorHours)
                    : 0;
        }
        return Rhythm.Create(weights);
    }

    private static void Count(IReadOnlyList<DateTime> times, TimeSpan silence, double[] bursts, double[] hours)
    {
        // The first message begins the observation. It does not count as a burst, because the silence before it is
        // unknown.
        for (int i = 1; i < times.Count; i++)
        {
            if (times[i] - times[i - 1] < silence)
                continue;
            bursts[HourOfWeek(times[i])]++;
            AddTime(times[i - 1] + silence, times[i], hours);
        }
    }

    private static void AddTime(DateTime from, DateTime to, double[] hours)
    {
        for (DateTime at = from; at < to; )
        {
            DateTime next = new DateTime(at.Ticks - (at.Ticks % TimeSpan.TicksPerHour), at.Kind).AddHours(1);
            DateTime end = next < to ? next : to;
            hours[HourOfWeek(at)] += (end - at).TotalHours;
            at = end;
        }
    }

    /// <summary>Bursts per silent hour for each hour of the day, smoothed with the weights 1/4, 1/2, 1/4.</summary>
    private static double[]? DayProfile(double[] bursts, double[] hours)
    {
        if (bursts.Sum() < HoursPerDay)
            return null;
        double[] rates = new double[HoursPerDay];
        for (int hour = 0; hour < HoursPerDay; hour++)
        {
            double observed = Enumerable.Range(0, DaysPerWeek).Sum(day => hours[(day * HoursPerDay) + hour]);
            if (observed <= 0)
                return null;
            rates[hour] = Enumerable.Range(0, DaysPerWeek).Sum(day => bursts[(day * HoursPerDay) + hour]) / observed;
        }
        return
        [
            .. Enumerable
                .Range(0, HoursPerDay)
                .Select(hour =>
                    (rates[(hour + HoursPerDay - 1) % HoursPerDay] / 4)
                    + (rates[hour] / 2)
                    + (rates[(hour + 1) % HoursPerDay] / 4)
                ),
        ];
    }

    private static int HourOfWeek(DateTime time) =>
        ((((int)time.DayOfWeek + 6) % DaysPerWeek) * HoursPerDay) + time.Hour;
}
