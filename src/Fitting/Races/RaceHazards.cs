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
    /// Weight of the level that follows from all classes and the size, in messages: given the size, levels of classes
    /// differ by about a fifth.
    /// </summary>
    private const double PriorLevelMessages = 20;

    /// <summary>
    /// The share of bursts, those after the longest silences, from which the hazard of longer silences is estimated.
    /// </summary>
    private const double TailShare = 0.1;
    private const double LeastTailMessages = 5;

    private readonly double[][] _byKind;

    private RaceHazards(double[][] byKind) => _byKind = byKind;

    /// <summary>The hazards of a kind by bin, per second and member.</summary>
    public double[] For(RaceKind kind) => _byKind[(int)kind];

    /// <summary>Estimates the hazards of a member of a dyad, from all chats together.</summary>
    /// <param name="chats">At least one.</param>
    /// <param name="sizes">How hazards depend on the number of members.</param>
    public static RaceHazards ForDyads(IReadOnlyCollection<ChatRace> chats, SizeScale sizes) =>
        new([.. Enum.GetValues<RaceKind>().Select(kind => Estimate(chats, kind, sizes, null))]);

    /// <summary>Estimates the hazards of the chats of a class.</summary>
    /// <param name="chats">At least one.</param>
    /// <param name="sizes">How hazards depend on the number of members.</param>
    /// <param name="pool">
    /// The hazards of a member of a dyad, estimated from all chats. Bins and levels with few messages are shrunk toward
    /// these hazards.
    /// </param>
    public static RaceHazards ForClass(IReadOnlyCollection<ChatRace> chats, SizeScale sizes, RaceHazards pool) =>
        new([.. Enum.GetValues<RaceKind>().Select(kind => Estimate(chats, kind, sizes, pool.For(kind)))]);

    /// <summary>Multiplies all hazards by the factor of their kind.</summary>
    public RaceHazards Scale(RaceFactors factors) =>
        new([
            .. Enum.GetValues<RaceKind>()
                .Select(kind => For(kind).Select(hazard => hazard * factors.For(kind)).ToArray()),
        ]);

    /// <summary>Multiplies the hazards within bursts by the factors of their part of the time.</summary>
    public RaceHazards Reshape(RaceShape shape) =>
        new([
            .. Enum.GetValues<RaceKind>()
                .Select(kind =>
                    kind == RaceKind.Begin
                        ? For(kind)
                        : [.. For(kind).Select((hazard, bin) => hazard * shape.For(kind, bin))]
                ),
        ]);

    private static double[] Estimate(
        IReadOnlyCollection<ChatRace> chats,
        RaceKind kind,
        SizeScale sizes,
        double[]? pool
    )
    {
        int bins = kind == RaceKind.Begin ? RaceScale.SilenceBins : RaceScale.BurstBins;
        double[] events = new double[bins];
        double[] time = new double[bins];
        double[] dyadTime = new double[bins];
        foreach (ChatRace chat in chats)
        {
            double scale = sizes.For(kind, chat.Members);
            for (int bin = 0; bin < bins; bin++)
            {
                events[bin] += chat.Events[(int)kind][bin];
                time[bin] += chat.TimeAtRisk(kind, bin);
                dyadTime[bin] += scale * chat.TimeAtRisk(kind, bin);
            }
        }
        if (pool is null)
            time = dyadTime;
        double[] hazards = pool is null ? [.. events.Zip(time, Ratio)] : Shrunk(events, time, dyadTime, pool);
        if (kind == RaceKind.Begin)
            FillTail(hazards, events, time);
        return hazards;
    }

    /// <summary>
    /// Shrinks in three steps. The level of the class is estimated as if <see cref="PriorLevelMessages"/> more messages
    /// had been observed at the level of all classes. The level of each of <see cref="RaceShape"/>'s parts of the time
    /// is estimated as if <see cref="PriorMessages"/> more had been observed at the level of the class. Each bin is
    /// estimated as if as many more had been observed at the level of its part. Without the parts, the 6 added messages
    /// in each of 64 bins would outweigh a class of some hundred answers that come after half an hour.
    /// </summary>
    private static double[] Shrunk(double[] events, double[] time, double[] dyadTime, double[] pool)
    {
        double likeAll = dyadTime.Zip(pool, (t, hazard) => t * hazard).Sum();
        double perDyad = Ratio(dyadTime.Sum(), time.Sum());
        double level = (events.Sum() + PriorLevelMessages) / (likeAll + PriorLevelMessages);
        double[] levels = PartLevels(events, dyadTime, pool, level);
        double[] hazards = new double[events.Length];
        for (int bin = 0; bin < hazards.Length; bin++)
        {
            double expected = levels[RaceShape.Part(bin)] * perDyad * pool[bin];
            hazards[bin] =
                expected > 0
                    ? (events[bin] + PriorMessages) / (time[bin] + (PriorMessages / expected))
                    : Ratio(events[bin], time[bin]);
        }
        return hazards;
    }

    private static double[] PartLevels(double[] events, double[] dyadTime, double[] pool, double level)
    {
        double[] seen = new double[RaceShape.Part(events.Length - 1) + 1];
        double[] likeAll = new double[seen.Length];
        for (int bin = 0; bin < events.Length; bin++)
        {
            seen[RaceShape.Part(bin)] += events[bin];
            likeAll[RaceShape.Part(bin)] += dyadTime[bin] * pool[bin];
        }
        return
        [
            .. seen.Zip(likeAll, (count, mean) => level * (count + PriorMessages) / ((level * mean) + PriorMessages)),
        ];
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

/// <summary>How a member's hazards fall with the number of other members.</summary>
/// <param name="Answer">The exponent alpha of answers: the hazard is proportional to (members - 1)^-alpha.</param>
/// <param name="Begin">The exponent alpha of the starts of bursts.</param>
internal readonly record struct SizeScale(double Answer, double Begin)
{
    /// <summary>Hazards that do not depend on the size.</summary>
    public static SizeScale None => new(0, 0);

    /// <summary>A hazard relative to that in a dyad.</summary>
    public double For(RaceKind kind, int members) =>
        kind switch
        {
            RaceKind.Answer => Math.Pow(Math.Max(1, members - 1), -Answer),
            RaceKind.Continue => 1,
            _ => Math.Pow(Math.Max(1, members - 1), -Begin),
        };
}
