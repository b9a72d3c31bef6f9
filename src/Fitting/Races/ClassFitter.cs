using System.Globalization;
using MGen.Fitting.Chats;
using MGen.Fitting.Distributions;
using MGen.Fitting.Goodness;
using MGen.Fitting.Models;
using MGen.Model.Conversations;
using MGen.Model.Randomness;
using MGen.Population.Behaviours;
using MGen.Simulation.Volumes;

namespace MGen.Fitting.Races;

/// <summary>Fits users by chat size class: hazards, factors of the users, calibration.</summary>
public sealed class ClassFitter
{
    private readonly ChatSet _chats;
    private readonly RaceFit _fit;
    private readonly RaceSimulation _simulation;
    private readonly TimeZoneInfo? _zone;
    private readonly Dictionary<int, SimulatedChat[]> _before = [];
    private readonly double[] _meanRates; // of random members, by class

    private ClassFitter(ChatSet chats, FitOptions options, TimeSpan longest)
    {
        _chats = chats;
        _fit = new RaceFit(chats, options.SizeClasses ?? SizeClasses.ByData(chats), Blocks(chats, options), options);
        _meanRates = [.. _fit.Classes.Select(_ => 1.0)];
        _zone = options.TimeZone;
        _simulation = new RaceSimulation(chats, _fit, options.Seed, options.Threads, longest, _zone);
    }

    /// <summary>Fits every user who sent a message. The result does not depend on the number of threads.</summary>
    /// <param name="chats">The chats, each with at least one message.</param>
    /// <param name="options">How users are fitted.</param>
    /// <param name="longest">
    /// Longest time for which a chat is simulated; zero: nothing is simulated or calibrated.
    /// </param>
    /// <param name="stop">Cancels the fit.</param>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public static ClassFit Fit(ChatSet chats, FitOptions options, TimeSpan longest, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(chats);
        ArgumentNullException.ThrowIfNull(options);
        return new ClassFitter(ObservedEnds.Extend(WithReaders(chats)), options, longest).Fit(
            longest > TimeSpan.Zero,
            stop
        );
    }

    /// <summary>A chat of one author has at least one reader, who might have written.</summary>
    private static ChatSet WithReaders(ChatSet chats) =>
        new([.. chats.Chats.Select(chat => chat with { Members = Math.Max(2, chat.Members) })], chats.Users);

    private static EmpiricalDistribution[] Blocks(ChatSet chats, FitOptions options)
    {
        MessageSizer sizer = new(options.FileBlocks, options.Rules);
        return
        [
            .. Enumerable
                .Range(0, chats.Users)
                .Select(user =>
                {
                    Xoshiro256 random = ConversationSeed.Create(
                        options.Seed,
                        user.ToString(CultureInfo.InvariantCulture),
                        "file-sizes"
                    );
                    List<long> blocks = [];
                    foreach (UserInChat part in chats.For(user))
                    {
                        foreach (int own in part.Own)
                            blocks.Add(sizer.Draw(part.Chat.Messages[own], ref random));
                    }
                    return EmpiricalDistribution.From(blocks);
                }),
        ];
    }

    private ClassFit Fit(bool simulates, CancellationToken stop)
    {
        List<ClassComparison> comparisons = [];
        if (simulates)
        {
            Calibration calibration = new(_fit, _simulation);
            calibration.Run((sizeClass, simulated) => _before[sizeClass] = [.. simulated], stop);
            foreach (int sizeClass in _before.Keys.Order())
            {
                _meanRates[sizeClass] = calibration.MeanRateOfRandomMembers(sizeClass, stop);
                comparisons.Add(Compare(sizeClass, calibration, stop));
            }
        }
        ClassModel[][] people = new ClassModel[_chats.Users][];
        Parallel.For(0, people.Length, user => people[user] = Models(user));
        return new ClassFit(
            _fit.Classes,
            people,
            comparisons,
            [.. Fallbacks()],
            Rates(),
            _fit.Rhythm,
            _fit.AnswerExponent
        )
        {
            Volume = Total(comparisons),
            Volumes = Volumes(),
        };
    }

    private ClassModel[] Models(int user) =>
        _chats.For(user).Count == 0 ? [] : [.. _fit.Classes.Select((_, number) => _fit.Model(user, number))];

    /// <summary>
    /// Messages per user and day over all classes. The simulated messages are scaled to the time of the real chats,
    /// because a shorter time may have been simulated.
    /// </summary>
    private VolumeTotal? Total(List<ClassComparison> comparisons) =>
        comparisons.Count == 0
            ? null
            : VolumeTotal.From(
                _chats,
                comparisons.Sum(compared =>
                    compared.RealMessagesPerMemberAndDay > 0
                        ? compared.Real.Messages
                            * compared.MessagesPerMemberAndDay
                            / compared.RealMessagesPerMemberAndDay
                        : compared.After.Messages
                )
            );

    /// <summary>Messages per chat and day, by the classes of printed volumes that have chats.</summary>
    private GroupVolumes Volumes() =>
        new(
            _chats
                .Chats.Where(chat => chat.EndUnixMilliseconds > chat.Messages[0].UnixMilliseconds)
                .GroupBy(chat => VolumeForecast.PrintedClasses.First(sizes => sizes.Contains(chat.Members)))
                .OrderBy(group => group.Key.Least)
                .Select(group => (group.Key, Math.Min(GroupVolumes.MostPerDay, group.Average(MessagesPerDay))))
        );

    private static double MessagesPerDay(Chat chat) =>
        chat.Messages.Length
        / TimeSpan.FromMilliseconds(chat.EndUnixMilliseconds - chat.Messages[0].UnixMilliseconds).TotalDays;

    private GroupRates Rates() =>
        new(
            _fit.Classes.Select(
                (sizes, number) =>
                    new ClassRates(sizes, _fit.Rates.Variances[number], _meanRates[_fit.SourceOf(number)])
            )
        );

    private ClassComparison Compare(int sizeClass, Calibration calibration, CancellationToken stop)
    {
        Chat[] real = [.. _chats.Chats.Where((_, number) => _fit.ClassOfChat[number] == sizeClass)];
        SimulatedChat[] calibrated = calibration.Simulate(sizeClass, stop);
        Chat[] after = [.. calibrated.Select(one => one.Chat)];
        Chat[] before = [.. _before[sizeClass].Select(one => one.Chat)];
        int repetitions = calibration.Repetitions(sizeClass);
        RaceFactors factors = _fit.Factors[sizeClass];
        double memberDays = real.Sum(chat =>
            chat.Members * (chat.EndUnixMilliseconds - chat.Messages[0].UnixMilliseconds) / 86_400_000.0
        );
        double simulatedDays = real.Sum(chat => chat.Members * _simulation.Span(chat).TotalDays);
        ClassStatistics figures = ClassStatistics.From(real, 1);
        ClassStatistics simulated = ClassStatistics.From(after, repetitions);
        return new ClassComparison(
            _fit.Classes[sizeClass].Name,
            real.Length,
            real.Average(chat => chat.Members),
            figures,
            ClassStatistics.From(before, repetitions),
            simulated,
            ClassStatistics.GapDistance(real, before),
            ClassStatistics.GapDistance(real, after),
            ClassStatistics.HourDistance(real, after, _zone),
            factors.Answer,
            factors.Continue,
            factors.Begin,
            _fit.Rates.Variances[sizeClass],
            memberDays > 0 ? figures.Messages / memberDays : 0,
            simulatedDays > 0 ? simulated.Messages / simulatedDays : 0,
            BranchingRatio(sizeClass, real),
            calibrated.Count(_simulation.IsStopped)
        )
        {
            MeanRate = _meanRates[sizeClass],
            Writers = real.Average(chat => chat.Messages.Select(message => message.Author).Distinct().Count()),
            WithoutRates = ClassStatistics.From(
                [.. calibration.SimulateWithMeanRate(sizeClass, stop).Select(one => one.Chat)],
                repetitions
            ),
        };
    }

    /// <summary>
    /// The branching ratio of a chat in which all members are active: 1 - (1 - p_s) (1 - p_r)^(n - 1). Here p_s and p_r
    /// are the mean probabilities that a user of the class sends a message after an own and after a received one, and n
    /// is the mean number of members.
    /// </summary>
    private double BranchingRatio(int sizeClass, Chat[] real)
    {
        ClassModel[] people =
        [
            .. real.SelectMany(chat => chat.Messages.Select(message => message.Author))
                .Distinct()
                .Select(user => _fit.Model(user, sizeClass)),
        ];
        double others = real.Average(chat => chat.Members) - 1;
        return 1
            - (
                (1 - people.Average(person => person.Continues))
                * Math.Pow(1 - people.Average(person => person.Answers), others)
            );
    }

    private IEnumerable<string> Fallbacks() =>
        Enumerable
            .Range(0, _fit.Classes.Count)
            .Where(sizeClass => _fit.SourceOf(sizeClass) != sizeClass)
            .GroupBy(_fit.SourceOf, sizeClass => _fit.Classes[sizeClass].Name)
            .Select(group =>
                $"no chat has a size of {string.Join(", ", group)}: models of these sizes have the hazards of class {_fit.Classes[group.Key].Name}, scaled to the size"
            );
}

/// <summary>Users fitted by chat size class.</summary>
/// <param name="Classes">The classes, ascending.</param>
/// <param name="People">The models of each user, one per class; empty for a user without messages.</param>
/// <param name="Comparisons">Real against simulated chats, for the classes that have chats.</param>
/// <param name="Fallbacks">
/// Descriptions of the models that are not estimated from data of their own, and what is used instead.
/// </param>
/// <param name="Rates">How often the groups of a population start bursts, by class.</param>
/// <param name="Rhythm">
/// Weights of the hours of the week at which users start bursts; <c>null</c>: not requested, or too few messages. Idle
/// delays are measured in the activity time of this rhythm.
/// </param>
/// <param name="AnswerExponent">
/// The exponent alpha: a member's hazard of answering is proportional to (members - 1)^-alpha.
/// </param>
public sealed record ClassFit(
    IReadOnlyList<SizeClass> Classes,
    IReadOnlyList<IReadOnlyList<ClassModel>> People,
    IReadOnlyList<ClassComparison> Comparisons,
    IReadOnlyList<string> Fallbacks,
    GroupRates Rates,
    Rhythm? Rhythm,
    double AnswerExponent
)
{
    /// <summary>
    /// Messages per user and day over all chats, real and simulated; <c>null</c> if nothing was simulated.
    /// </summary>
    public VolumeTotal? Volume { get; init; }

    /// <summary>Messages per chat and day, by the classes of printed volumes.</summary>
    public GroupVolumes Volumes { get; init; } = new([]);
}

/// <summary>Compares the real chats of one class with those that the fitted users produce in a simulation.</summary>
/// <param name="Class">The sizes, such as 2, 3-5 or 51-up.</param>
/// <param name="Chats">Number of chats.</param>
/// <param name="Members">Mean number of members.</param>
/// <param name="Real">Statistics of the real chats.</param>
/// <param name="Before">Statistics of the chats simulated from the estimates.</param>
/// <param name="After">Statistics of the chats simulated after calibration.</param>
/// <param name="GapDistanceBefore">
/// Kolmogorov-Smirnov distance of the distributions of gaps between messages, before calibration.
/// </param>
/// <param name="GapDistanceAfter">The same distance after calibration.</param>
/// <param name="HourDistance">
/// Largest distance between the cumulative shares of messages over the hours of the day, from 0 h, after calibration.
/// </param>
/// <param name="AnswerFactor">The factor of the hazard of answering, from calibration.</param>
/// <param name="ContinueFactor">The factor of the hazard of sending again.</param>
/// <param name="BeginFactor">The factor of the hazard of starting a burst.</param>
/// <param name="RateVariance">
/// Variance of the rates of the chats, whose mean is 1: how much chats differ in how often they start bursts.
/// <c>generate</c> draws rates of this relative variance.
/// </param>
/// <param name="RealMessagesPerMemberAndDay">Messages per member and day in the real chats.</param>
/// <param name="MessagesPerMemberAndDay">Messages per member and day of the simulation.</param>
/// <param name="BranchingRatio">
/// Mean number of messages that one message causes while all members are active; at 1 a burst does not end.
/// </param>
/// <param name="CappedChats">
/// Number of simulations of chats, over all repetitions, that were stopped because they had many times the messages of
/// the real chat.
/// </param>
public sealed record ClassComparison(
    string Class,
    int Chats,
    double Members,
    ClassStatistics Real,
    ClassStatistics Before,
    ClassStatistics After,
    double? GapDistanceBefore,
    double? GapDistanceAfter,
    double HourDistance,
    double AnswerFactor,
    double ContinueFactor,
    double BeginFactor,
    double RateVariance,
    double RealMessagesPerMemberAndDay,
    double MessagesPerMemberAndDay,
    double BranchingRatio,
    int CappedChats
)
{
    /// <summary>Mean number of members who wrote; the others are silent.</summary>
    public double Writers { get; init; }

    /// <summary>
    /// Mean rate with which groups of members drawn at random from all users send as many messages as the real chats.
    /// <c>generate</c> draws rates of this mean.
    /// </summary>
    public double MeanRate { get; init; }

    /// <summary>
    /// Statistics of the chats simulated with the models as they are written, all with the mean rate. In
    /// <see cref="After"/> chats have their own rates, and hazards that are calibrated with these rates.
    /// </summary>
    public ClassStatistics? WithoutRates { get; init; }
}
