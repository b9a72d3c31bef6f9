using MGen.Fitting.Chats;
using MGen.Fitting.Distributions;
using MGen.Fitting.Models;
using MGen.Model.Conversations;
using MGen.Population.Behaviours;

namespace MGen.Fitting.Races;

/// <summary>The fit of all chats: hazards per class, factors per user, and the models that follow from both.</summary>
internal sealed class RaceFit
{
    private const double GoldenRatio = 0.6180339887498949;

    /// <summary>
    /// Rates of chats and factors of users depend on each other; after this many alternations they hardly change.
    /// </summary>
    private const int Rounds = 3;

    private readonly IReadOnlyList<Chat> _chats;
    private readonly TimeZoneInfo? _zone;
    private readonly IReadOnlyList<EmpiricalDistribution> _blocks;

    private RaceHazards?[] _hazards = [];
    private PersonFactors _persons = null!;
    private SizeScale _sizes;

    /// <param name="chats">The chats, at least one of them with a message.</param>
    /// <param name="classes">The classes, ascending; every chat belongs to one.</param>
    /// <param name="blocks">Sizes of each user's messages.</param>
    /// <param name="options">Whether a rhythm is fitted, and the time zone.</param>
    public RaceFit(
        ChatSet chats,
        IReadOnlyList<SizeClass> classes,
        IReadOnlyList<EmpiricalDistribution> blocks,
        FitOptions options
    )
    {
        Classes = classes;
        _blocks = blocks;
        _chats = chats.Chats;
        _zone = options.TimeZone;
        Rhythm = options.FitsRhythm ? LocalTimes.EstimateRhythm(chats.Chats, _zone) : null;
        ClassOfChat = [.. chats.Chats.Select(chat => ClassFor(chat.Members))];
        Factors = [.. classes.Select(_ => RaceFactors.One)];
        FactorsWithoutRates = [.. classes.Select(_ => RaceFactors.One)];
        Shapes = [.. classes.Select(_ => RaceShape.Flat)];
        Rates = ChatRates.None(chats.Chats.Count, classes.Count);
        Estimate();
        for (int round = 0; round < Rounds; round++)
            EstimateWithRates();
    }

    /// <summary>The classes, ascending.</summary>
    public IReadOnlyList<SizeClass> Classes { get; }

    /// <summary>The class of each chat, by the chat's number.</summary>
    public IReadOnlyList<int> ClassOfChat { get; }

    /// <summary>The observations of the chats of each class.</summary>
    public IReadOnlyList<IReadOnlyList<ChatRace>> Races { get; private set; } = [];

    /// <summary>
    /// Weights of the hours of the week at which users start bursts; <c>null</c>: all hours are equal, because no
    /// rhythm is requested or there are too few messages.
    /// </summary>
    public Rhythm? Rhythm { get; private set; }

    /// <summary>How often each chat starts bursts, relative to other chats of its class.</summary>
    public ChatRates Rates { get; private set; }

    /// <summary>
    /// The factors of the hazards of each class for chats with their own rates, set by the calibration.
    /// </summary>
    public RaceFactors[] Factors { get; }

    /// <summary>
    /// The factors of the hazards of each class for chats without their own rates, as those of the models that are
    /// written; set by the calibration.
    /// </summary>
    public RaceFactors[] FactorsWithoutRates { get; }

    /// <summary>
    /// The factors of the hazards of each class by time since the last message, set by the calibration.
    /// </summary>
    public RaceShape[] Shapes { get; }

    /// <summary>The exponent alpha: a member's hazard of answering is proportional to (members - 1)^-alpha.</summary>
    public double AnswerExponent => _sizes.Answer;

    /// <summary>The idle clock of a chat.</summary>
    /// <param name="chat">The chat's number.</param>
    public IdleClock ClockFor(int chat) => new(Rates.For(chat), Rhythm);

    /// <summary>
    /// The class of a chat with this number of members: the class that contains the number, or the nearest one.
    /// </summary>
    public int ClassFor(int members) =>
        Enumerable.Range(0, Classes.Count).MinBy(number => Classes[number].DistanceTo(members));

    /// <summary>The class whose hazards a class uses: itself, or the nearest class that has chats.</summary>
    public int SourceOf(int sizeClass) =>
        _hazards[sizeClass] is not null
            ? sizeClass
            : Enumerable
                .Range(0, Classes.Count)
                .Where(number => _hazards[number] is not null)
                .MinBy(number => Math.Abs(Math.Log((double)Classes[number].Least / Classes[sizeClass].Least)));

    /// <summary>The model of a user in a class, for chats without their own rates.</summary>
    public ClassModel Model(int person, int sizeClass) =>
        Model(person, sizeClass, FactorsWithoutRates[SourceOf(sizeClass)]);

    /// <summary>The model of a user in a class that has chats, for chats with their own rates.</summary>
    public ClassModel ModelWithRates(int person, int sizeClass) => Model(person, sizeClass, Factors[sizeClass]);

    private ClassModel Model(int person, int sizeClass, RaceFactors calibrated)
    {
        int source = SourceOf(sizeClass);
        RaceFactors size = source == sizeClass ? RaceFactors.One : ScaleTo(sizeClass, source);
        RaceHazards own = _hazards[source]!
            .Scale(calibrated * size * _persons.For(person, sizeClass).Deviate(ShareOfAuthors(source)))
            .Reshape(Shapes[source]);
        // Computed from the messages and not from the user's number, because users have other numbers when chats are
        // shared.
        double phase = (_blocks[person].Total + 1) * GoldenRatio % 1;
        return new ClassModel(
            Classes[sizeClass],
            DelayDistributions.Idle(own.For(RaceKind.Begin), phase),
            DelayDistributions.WithinBurst(own.For(RaceKind.Continue), phase),
            DelayDistributions.WithinBurst(own.For(RaceKind.Answer), phase),
            _blocks[person]
        );
    }

    /// <summary>
    /// The share of the members of a class's chats who write. Only this share of a user's deviation from the average is
    /// used, because any member of a group may have the user's model, but only this share of the real members wrote.
    /// Otherwise the volume of a group, which grows exponentially with the sum of its members' hazards, would depend on
    /// which models its silent members have.
    /// </summary>
    private double ShareOfAuthors(int sizeClass) =>
        Races[sizeClass].Sum(chat => (double)chat.Authors.Count) / Races[sizeClass].Sum(chat => (double)chat.Members);

    /// <summary>
    /// The factors from the hazards of a class with chats to those of a class without: a chat of the middle size gets
    /// as many answers, and begins as many bursts, as one of the source. The exponents of <see cref="SizeScale"/> are
    /// not used, because they are estimated from chats of similar sizes. Extrapolated to ten times as many members,
    /// they would make the group send without end or fall silent.
    /// </summary>
    private RaceFactors ScaleTo(int sizeClass, int source)
    {
        double from = _chats
            .Where((_, chat) => ClassOfChat[chat] == source)
            .Average(chat => Math.Max(1, chat.Members - 1));
        SizeClass sizes = Classes[sizeClass];
        double most = sizes.Most == int.MaxValue ? 2.0 * sizes.Least : sizes.Most;
        double ratio = from / Math.Sqrt((sizes.Least - 1) * (most - 1));
        return new RaceFactors(ratio, 1, ratio);
    }

    /// <summary>
    /// The ratio of the observed to the expected number of messages of a kind in these chats, under the class's
    /// hazards.
    /// </summary>
    public double Level(IEnumerable<ChatRace> chats, int sizeClass, RaceKind kind)
    {
        double[] hazards = _hazards[sizeClass]!.For(kind);
        (double seen, double expected) = (0, 0);
        foreach (ChatRace chat in chats)
        {
            for (int bin = 0; bin < hazards.Length; bin++)
            {
                seen += chat.Events[(int)kind][bin];
                expected += hazards[bin] * chat.TimeAtRisk(kind, bin);
            }
        }
        return expected > 0 ? seen / expected : 1;
    }

    /// <summary>
    /// The ratio of observed to expected messages of a kind within bursts, by <see cref="RaceShape"/>'s parts of the
    /// time since the last message.
    /// </summary>
    public double[] Levels(IEnumerable<ChatRace> chats, int sizeClass, RaceKind kind)
    {
        double[] hazards = _hazards[sizeClass]!.For(kind);
        double[] seen = new double[RaceShape.Parts];
        double[] expected = new double[RaceShape.Parts];
        foreach (ChatRace chat in chats)
        {
            for (int bin = 0; bin < hazards.Length; bin++)
            {
                seen[RaceShape.Part(bin)] += chat.Events[(int)kind][bin];
                expected[RaceShape.Part(bin)] += hazards[bin] * chat.TimeAtRisk(kind, bin);
            }
        }
        return [.. seen.Zip(expected, (count, mean) => mean > 0 ? count / mean : 1)];
    }

    /// <summary>Replaces the rhythm, and estimates rates, hazards and users' factors again with it.</summary>
    public void UseRhythm(Rhythm rhythm)
    {
        Rhythm = rhythm;
        EstimateWithRates();
    }

    private void EstimateWithRates()
    {
        Rates = ChatRates.From(
            _chats.Select(chat => ChatRace.From(chat, new IdleClock(1, Rhythm), _zone)).ToArray(),
            ClassOfChat,
            Classes.Count,
            _persons
        );
        Estimate();
    }

    private void Estimate()
    {
        ChatRace[] races = [.. _chats.Select((chat, number) => ChatRace.From(chat, ClockFor(number), _zone))];
        Races =
        [
            .. Classes.Select(
                (_, sizeClass) => (IReadOnlyList<ChatRace>)[.. races.Where((_, chat) => ClassOfChat[chat] == sizeClass)]
            ),
        ];
        RaceHazards pool = RaceHazards.ForDyads(races, SizeScale.None);
        _sizes = new SizeScale(
            SizeExponent.Estimate(races, pool, RaceKind.Answer),
            SizeExponent.Estimate(races, pool, RaceKind.Begin)
        );
        pool = RaceHazards.ForDyads(races, _sizes);
        _hazards = [.. Races.Select(own => own.Count == 0 ? null : RaceHazards.ForClass(own, _sizes, pool))];
        _persons = PersonFactors.From(Races, _hazards);
    }
}
