namespace MGen.Fitting.Races;

/// <summary>
/// The factors by which users send more or less than the average: gamma-Poisson factors, shrunk by the method of
/// moments (H. Bühlmann, ASTIN Bulletin 4(3), 1967). A user has a factor over all classes, and a deviation from it in
/// each class. The average is that of the authors of a chat, without its silent members. With silent members in the
/// average, authors would have factors above 1. Because any member of a population may get the model of any author, a
/// population would then send more messages than the real chats, in which some members are silent.
/// </summary>
internal sealed class PersonFactors
{
    private const double LeastVariance = 0.01;

    private readonly Dictionary<(int Person, int Class), RaceFactors> _inClass = [];
    private readonly Dictionary<int, RaceFactors> _overall = [];

    private PersonFactors() { }

    /// <summary>The factors of a user in a class; without data in the class, those over all classes.</summary>
    public RaceFactors For(int person, int sizeClass) =>
        _inClass.TryGetValue((person, sizeClass), out RaceFactors own)
            ? own
            : _overall.GetValueOrDefault(person, RaceFactors.One);

    /// <summary>Estimates the factors of every user who sent a message.</summary>
    /// <param name="chats">The chats of each class.</param>
    /// <param name="hazards">The hazards of each class; <c>null</c> for classes without chats.</param>
    public static PersonFactors From(IReadOnlyList<IReadOnlyList<ChatRace>> chats, IReadOnlyList<RaceHazards?> hazards)
    {
        Dictionary<RaceKind, Dictionary<(int Person, int Class), double>> byKind = [];
        Dictionary<RaceKind, Dictionary<int, double>> overall = [];
        foreach (RaceKind kind in Enum.GetValues<RaceKind>())
            (overall[kind], byKind[kind]) = Shrunk(Count(chats, hazards, kind));
        PersonFactors factors = new();
        foreach (int person in overall[RaceKind.Answer].Keys)
            factors._overall[person] = Factors(kind => overall[kind][person]);
        foreach ((int Person, int Class) key in byKind[RaceKind.Answer].Keys)
            factors._inClass[key] = Factors(kind => byKind[kind][key]);
        return factors;
    }

    /// <summary>
    /// The variance of factors by the method of moments, at least 0.01. Each count is Poisson-distributed, and its mean
    /// is the factor times the expectation.
    /// </summary>
    public static double Variance(IEnumerable<(double Count, double Expected)> seen)
    {
        (double excess, double squares) = (0, 0);
        foreach ((double count, double expected) in seen)
        {
            excess += ((count - expected) * (count - expected)) - count;
            squares += expected * expected;
        }
        return squares > 0 ? Math.Max(LeastVariance, excess / squares) : LeastVariance;
    }

    /// <summary>
    /// The posterior mean of a factor whose prior is a gamma distribution of mean 1 and this variance.
    /// </summary>
    public static double Guess(double count, double expected, double variance) =>
        (count + (1 / variance)) / (expected + (1 / variance));

    private static RaceFactors Factors(Func<RaceKind, double> of) =>
        new(of(RaceKind.Answer), of(RaceKind.Continue), of(RaceKind.Begin));

    private static Dictionary<(int Person, int Class), (double Count, double Expected)> Count(
        IReadOnlyList<IReadOnlyList<ChatRace>> chats,
        IReadOnlyList<RaceHazards?> hazards,
        RaceKind kind
    )
    {
        Dictionary<(int, int), (double Count, double Expected)> seen = [];
        for (int sizeClass = 0; sizeClass < chats.Count; sizeClass++)
        {
            foreach (ChatRace chat in chats[sizeClass])
            {
                double[] hazard = hazards[sizeClass]!.For(kind);
                double perAuthor = chat.MembersPerAuthor(kind);
                foreach (int author in chat.Authors)
                {
                    (double count, double expected) = seen.GetValueOrDefault((author, sizeClass));
                    seen[(author, sizeClass)] = (
                        count + chat.Count(author, kind),
                        expected + (perAuthor * chat.Expected(author, kind, hazard))
                    );
                }
            }
        }
        return seen;
    }

    private static (Dictionary<int, double> Overall, Dictionary<(int Person, int Class), double> InClass) Shrunk(
        Dictionary<(int Person, int Class), (double Count, double Expected)> seen
    )
    {
        var persons = seen.GroupBy(entry => entry.Key.Person)
            .ToDictionary(
                person => person.Key,
                person =>
                    (Count: person.Sum(entry => entry.Value.Count), Expected: person.Sum(entry => entry.Value.Expected))
            );
        double between = Variance(persons.Values);
        Dictionary<int, double> overall = persons.ToDictionary(
            person => person.Key,
            person => Guess(person.Value.Count, person.Value.Expected, between)
        );
        double within = Variance(
            seen.Select(entry => (entry.Value.Count, entry.Value.Expected * overall[entry.Key.Person]))
        );
        Dictionary<(int, int), double> inClass = seen.ToDictionary(
            entry => entry.Key,
            entry =>
                overall[entry.Key.Person]
                * Guess(entry.Value.Count, entry.Value.Expected * overall[entry.Key.Person], within)
        );
        return (overall, inClass);
    }
}

/// <summary>
/// Estimates the variance of the logarithms of factors. Each count is Poisson-distributed, and its mean is the factor
/// times the expectation.
/// </summary>
internal static class LogVariance
{
    /// <summary>
    /// The largest variance that is returned: a standard deviation of 1.73 of the natural logarithm, or a variance of
    /// 19 of rates with mean 1.
    /// </summary>
    private const double MostVariance = 3;
    private const int Steps = 40;

    /// <summary>From this argument on the asymptotic series are exact to 1e-8.</summary>
    private const double Large = 8;

    /// <summary>
    /// The variance of the logarithms for which the squared deviations, each divided by its expected variance, sum to
    /// the degrees of freedom (R. Paule, J. Mandel, J. Res. Natl. Bur. Stand. 87(5), 1982). The variance of the factors
    /// themselves would be dominated by the few largest ones.
    /// </summary>
    /// <param name="seen">The counts and their expectations.</param>
    public static double Estimate(IReadOnlyCollection<(double Count, double Expected)> seen)
    {
        (double Log, double Error)[] logs =
        [
            .. seen.Where(one => one.Expected > 0)
                .Select(one => (Digamma(one.Count + 0.5) - Math.Log(one.Expected), Trigamma(one.Count + 0.5))),
        ];
        (double low, double high) = (0, MostVariance);
        for (int step = 0; step < Steps; step++)
        {
            double middle = (low + high) / 2;
            if (Excess(logs, middle) > 0)
                low = middle;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>
    /// The sum of the squared deviations, each divided by its expected variance, minus the degrees of freedom.
    /// </summary>
    private static double Excess((double Log, double Error)[] logs, double variance)
    {
        double[] weights = [.. logs.Select(one => 1 / (variance + one.Error))];
        double mean = logs.Zip(weights, (one, weight) => one.Log * weight).Sum() / weights.Sum();
        return logs.Zip(weights, (one, weight) => weight * (one.Log - mean) * (one.Log - mean)).Sum()
            - (logs.Length - 1);
    }

    /// <summary>
    /// The derivative of the logarithm of the gamma function, by recurrence and its asymptotic series.
    /// </summary>
    private static double Digamma(double x)
    {
        double sum = 0;
        for (; x < Large; x++)
            sum -= 1 / x;
        double inverse = 1 / (x * x);
        return sum
            + Math.Log(x)
            - (1 / (2 * x))
            - (inverse * ((1.0 / 12) - (inverse * ((1.0 / 120) - (inverse / 252)))));
    }

    /// <summary>
    /// The second derivative of the logarithm of the gamma function, by recurrence and its asymptotic series.
    /// </summary>
    private static double Trigamma(double x)
    {
        double sum = 0;
        for (; x < Large; x++)
            sum += 1 / (x * x);
        double inverse = 1 / (x * x);
        return sum + (1 / x) + (inverse / 2) + (inverse / x * ((1.0 / 6) - (inverse * ((1.0 / 30) - (inverse / 42)))));
    }
}
