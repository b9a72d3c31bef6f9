namespace MGen.Fitting.Races;

/// <summary>
/// The hazards of a class's chats: the probability per second that a member sends, by time since the last message or
/// since the silence began. Estimated as messages divided by time at risk (occurrence/exposure rates; D. Cox, D. Oakes,
/// Analysis of Survival Data, 1984). A member is at risk until another member sends first.
/// </summary>
internal sealed class RaceHazards
{
    /// <summary>Weight of the hazards of all classes in each bin of one class, in messages.</summary>
    private const double PriorMessages = 6;

    /// <summary>
    /// The share of bursts, those after the longest silences, from which the hazard of longer silences is estimated.
    /// </summary>
    private const double TailShare = 0.1;
    private const double LeastTailMessages = 5;

    private readonly double[][] _byKind;

    private RaceHazards(double[][] byKind) => _byKind = byKind;

    /// <summary>The hazards of a kind by bin, per second and member.</summary>
    public double[] For(RaceKind kind) => _byKind[(int)kind];

    /// <summary>Estimates the hazards of chats together.</summary>
    /// <param name="chats">At least one.</param>
    /// <param name="pool">
    /// The hazards of all chats, toward which bins with few messages are shrunk; <c>null</c>: these are all chats.
    /// </param>
    public static RaceHazards From(IReadOnlyCollection<ChatRace> chats, RaceHazards? pool)
    {
        double[][] byKind = [.. Enum.GetValues<RaceKind>().Select(kind => From(chats, kind, pool?.For(kind)))];
        return new RaceHazards(byKind);
    }

    /// <summary>Multiplies all hazards by the factor of their kind.</summary>
    public RaceHazards Scale(RaceFactors factors) =>
        new([
            .. Enum.GetValues<RaceKind>()
                .Select(kind => For(kind).Select(hazard => hazard * factors.For(kind)).ToArray()),
        ]);

    private static double[] From(IReadOnlyCollection<ChatRace> chats, RaceKind kind, double[]? pool)
    {
        int bins = kind == RaceKind.Begin ? RaceScale.SilenceBins : RaceScale.BurstBins;
        double[] events = new double[bins];
        double[] time = new double[bins];
        foreach (ChatRace chat in chats)
        {
            for (int bin = 0; bin < bins; bin++)
            {
                events[bin] += chat.Events[(int)kind][bin];
                time[bin] += chat.TimeAtRisk(kind, bin);
            }
        }
        double[] hazards = pool is null ? [.. events.Zip(time, Ratio)] : Shrunk(events, time, pool);
        if (kind == RaceKind.Begin)
            FillTail(hazards, events, time);
        return hazards;
    }

    /// <summary>
    /// Shrinks each bin as if <see cref="PriorMessages"/> more messages had been observed in it, at the pool's shape
    /// and the class's own level.
    /// </summary>
    private static double[] Shrunk(double[] events, double[] time, double[] pool)
    {
        double level = Ratio(events.Sum(), time.Zip(pool, (t, hazard) => t * hazard).Sum());
        double[] hazards = new double[events.Length];
        for (int bin = 0; bin < hazards.Length; bin++)
        {
            double expected = level * pool[bin];
            hazards[bin] =
                expected > 0
                    ? (events[bin] + PriorMessages) / (time[bin] + (PriorMessages / expected))
                    : Ratio(events[bin], time[bin]);
        }
        return hazards;
    }

    private static void FillTail(double[] hazards, double[] events, double[] time)
    {
        int last = Array.FindLastIndex(events, count => count > 0);
        if (last < 0)
            return;
        double needed = Math.Max(LeastTailMessages, TailShare * events.Sum());
        (double seen, double atRisk) = (0, time[(last + 1)..].Sum());
        for (int bin = last; bin >= 0 && seen < needed; bin--)
            (seen, atRisk) = (seen + events[bin], atRisk + time[bin]);
        for (int bin = last + 1; bin < hazards.Length; bin++)
            hazards[bin] = Ratio(seen, atRisk);
    }

    private static double Ratio(double events, double time) => time > 0 ? events / time : 0;
}
