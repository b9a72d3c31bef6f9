using MGen.Fitting.Chats;
using MGen.Population.Behaviours;
using MGen.Simulation.Volumes;

namespace MGen.Fitting.Races;

/// <summary>Determines which chat sizes have their own model.</summary>
public static class SizeClasses
{
    /// <summary>Fewest messages of a complete class. The larger sizes together must have as many.</summary>
    private const long EnoughMessages = 1_000;

    /// <summary>
    /// A complete class ends before the first size whose number of other members exceeds that of its smallest size by
    /// this factor.
    /// </summary>
    private const double EnoughRatio = 1.3;

    /// <summary>
    /// Sizes whose numbers of other members differ by more than this factor never share a class, because all members of
    /// a class have the same hazards, and the hazards of a dyad would make a group of eight answer without end.
    /// </summary>
    private const double LargestRatio = 1.5;

    /// <summary>
    /// Sizes at which a class always starts, so that the volume of each printed class (2, 3-5, 6-10, 11-20, 21-50, 51
    /// and more) is the volume of whole classes of the fit.
    /// </summary>
    private static readonly int[] AlwaysStart =
    [
        .. VolumeForecast.PrintedClasses.Select(sizes => sizes.Least).Where(least => least > 2),
    ];

    /// <summary>
    /// The smallest sizes of the classes that have no chats. The groups of a population may be larger than all fitted
    /// chats, up to the 1,000 members of a messenger's groups.
    /// </summary>
    private static readonly int[] StartWithoutChats = [3, 6, 11, 21, 36, 51, 101, 201, 401];

    /// <summary>
    /// A class contains sizes beyond those of its chats up to this ratio of the numbers of other members. A fourth more
    /// members answer a fourth more often; at a larger ratio, bursts would hardly end or not end at all.
    /// </summary>
    private const double LargestUnseenRatio = 1.25;

    /// <summary>
    /// Chooses the classes from the data: as narrow as the number of messages permits, no wider than
    /// <see cref="LargestRatio"/>, and within the classes of printed volumes. Sizes that no chat has, and that are too
    /// far from those of the chats, have classes of their own. Together the classes cover every size from 2.
    /// </summary>
    public static IReadOnlyList<SizeClass> ByData(ChatSet chats)
    {
        ArgumentNullException.ThrowIfNull(chats);
        (int Size, long Messages)[] sizes =
        [
            .. chats
                .Chats.GroupBy(chat => Math.Max(2, chat.Members))
                .OrderBy(size => size.Key)
                .Select(size => (size.Key, size.Sum(chat => (long)chat.Messages.Length))),
        ];
        List<int> starts = [2];
        List<int> largest = [2];
        long held = 0;
        int least = 2;
        foreach ((int size, long messages) in sizes)
        {
            long rest = sizes.Where(other => other.Size >= size).Sum(other => other.Messages);
            bool isComplete = held >= EnoughMessages && rest >= EnoughMessages;
            int standard = AlwaysStart.LastOrDefault(start => start <= size, 2);
            if (standard > least || size - 1 > (isComplete ? EnoughRatio : LargestRatio) * (least - 1))
            {
                starts.Add(standard > least ? standard : size);
                largest.Add(size);
                (held, least) = (0, size);
            }
            largest[^1] = size;
            held += messages;
        }
        starts =
        [
            .. starts.SelectMany(
                (start, i) =>
                    (int[])[start, .. WithoutChats(largest[i], i + 1 < starts.Count ? starts[i + 1] : int.MaxValue)]
            ),
        ];
        return
        [
            .. starts.Select(
                (start, i) => new SizeClass(start, i + 1 < starts.Count ? starts[i + 1] - 1 : int.MaxValue)
            ),
        ];
    }

    /// <summary>
    /// The starts of the classes without chats between a class whose largest chat has <paramref name="largest"/>
    /// members and the next class with chats.
    /// </summary>
    private static IEnumerable<int> WithoutChats(int largest, int next)
    {
        int standard = StartWithoutChats.FirstOrDefault(start => start > largest, int.MaxValue);
        int until = Math.Min(next, standard);
        int far = (int)(LargestUnseenRatio * (largest - 1)) + 2;
        bool splits = until - 2 > LargestRatio * (largest - 1);
        if (splits && far < until)
            yield return far;
        foreach (int start in StartWithoutChats.Where(start => start >= until && start < next))
        {
            yield return start;
            if (start == until && far > until && far < next)
                yield return far;
        }
    }

    /// <summary>Parses names of classes, such as <c>2,3-5,6-up</c>.</summary>
    /// <param name="names">The names, separated by commas.</param>
    /// <param name="problem">A description of the error; <c>null</c> without one.</param>
    public static IReadOnlyList<SizeClass> Parse(string names, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(names);
        List<SizeClass> classes = [];
        foreach (string name in names.Split(','))
        {
            if (!SizeClass.TryParse(name, out SizeClass? parsed))
            {
                problem = $"'{name}' is not a chat size class: write 2, 3-5 or 6-up";
                return [];
            }
            classes.Add(parsed);
        }
        bool isContiguous =
            classes[0].Least == 2
            && classes[^1].Most == int.MaxValue
            && classes.Zip(classes.Skip(1)).All(pair => pair.First.Most + 1 == pair.Second.Least);
        problem = isContiguous
            ? null
            : $"the classes '{names}' must hold every size from 2 once, ascending, the last as in 51-up";
        return isContiguous ? classes : [];
    }
}

/// <summary>
/// Estimates the exponents by which a member's hazards fall with the number of other members.
/// </summary>
internal static class SizeExponent
{
    private const int Steps = 30;

    /// <summary>
    /// The exponent if the chats do not determine it, for example because all have the same size: the number of
    /// messages in a chat then does not depend on its size.
    /// </summary>
    private const double Standard = 1;

    /// <summary>
    /// The exponent alpha, from 0 to 2, by a Poisson regression of the chats' messages of a kind on
    /// (members - 1)^-alpha and a level, given the time at risk; solved by Newton's method.
    /// </summary>
    public static double Estimate(IReadOnlyCollection<ChatRace> chats, RaceHazards pool, RaceKind kind)
    {
        double[] hazards = pool.For(kind);
        var seen = chats
            .Where(chat => chat.Members > 1)
            .Select(chat =>
                (
                    Log: Math.Log(chat.Members - 1),
                    Count: chat.Events[(int)kind].Sum(),
                    Expected: Enumerable.Range(0, hazards.Length).Sum(bin => hazards[bin] * chat.TimeAtRisk(kind, bin))
                )
            )
            .ToArray();
        double alpha = 0;
        for (int step = 0; step < Steps; step++)
        {
            double level = seen.Sum(chat => chat.Count) / seen.Sum(chat => chat.Expected * Math.Exp(-alpha * chat.Log));
            var fitted = seen.Select(chat =>
                    (chat.Log, chat.Count, Mean: level * chat.Expected * Math.Exp(-alpha * chat.Log))
                )
                .ToArray();
            double centre = fitted.Sum(chat => chat.Log * chat.Mean) / fitted.Sum(chat => chat.Mean);
            double information = fitted.Sum(chat => chat.Mean * (chat.Log - centre) * (chat.Log - centre));
            if (!(information > 1))
                return Standard;
            alpha -= fitted.Sum(chat => (chat.Count - chat.Mean) * chat.Log) / information;
        }
        return double.IsFinite(alpha) ? Math.Clamp(alpha, 0, 2) : Standard;
    }
}
