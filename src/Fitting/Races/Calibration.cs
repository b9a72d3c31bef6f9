using MGen.Fitting.Chats;
using MGen.Model.Conversations;
using MGen.Population.Behaviours;

namespace MGen.Fitting.Races;

/// <summary>
/// Sets the factors of each class so that simulated chats have the hazards and the number of messages of the real ones.
/// It corrects, per class, for a fact that the estimates ignore: the same users answer each other. Each round has its
/// own draws, and the factors of the last rounds are averaged (B. Polyak, A. Juditsky, SIAM J. Control Optim. 30(4),
/// 1992), so that the result does not follow the noise of one simulation.
/// </summary>
internal sealed class Calibration(RaceFit fit, RaceSimulation simulation)
{
    private const int LeastRounds = 4;
    private const int MostRounds = 8;

    /// <summary>Number of rounds that are averaged: the last ones. The first ones only approach the solution.</summary>
    private const int AveragedRounds = 3;

    /// <summary>
    /// A class is calibrated when a round changes no factor by more than this (natural logarithm). One simulation
    /// determines a factor to 1 to 3 %.
    /// </summary>
    private const double Converged = 0.05;

    /// <summary>
    /// Number of simulated messages that determines a level to about 1 %. A class with more real messages is simulated
    /// once.
    /// </summary>
    private const long EnoughMessages = 40_000;
    private const int MostRepetitions = 40;

    /// <summary>The largest factor of one correction.</summary>
    private const double LargestStep = 3;

    /// <summary>Number of corrections of a class's factors for chats without their own rates.</summary>
    private const int CentringRounds = 2;

    /// <summary>Steps of bisection: the result is exact to 10^-9.</summary>
    private const int Halvings = 32;

    /// <summary>
    /// Number of groups of random members that determines their mean volume to some 5 %, given that the volumes of
    /// groups with different members differ by a factor of 2.
    /// </summary>
    private const int EnoughRandomGroups = 300;

    /// <summary>
    /// Number of simulated deliveries per class that takes about half a second, if groups send as much as the real
    /// ones.
    /// </summary>
    private const double MostDeliveries = 4_000_000;

    /// <summary>Number of rates that represent the distribution of the rates of groups.</summary>
    private const int RepresentativeRates = 20;

    /// <summary>
    /// The largest number of chats' own rates that are used one by one; if there are more, neighbouring rates are
    /// averaged, because the computing time is proportional to chats times rates.
    /// </summary>
    private const int MostRates = 100;

    /// <summary>Number of corrections of the rhythm.</summary>
    private const int RhythmRounds = 3;

    /// <summary>Number of simulated messages that determines the share of an hour of the day to about 4 %.</summary>
    private const long EnoughForRhythm = 100_000;
    private const int MostForRhythm = 12;

    /// <summary>
    /// The number of bursts in an hour of the day from which on the hour's messages count more than its current weight.
    /// </summary>
    private const double PriorBursts = 20;

    /// <summary>The largest factor of one correction of an hour.</summary>
    private const double LargestHourStep = 2;

    /// <summary>Calibrates the rhythm and all classes that have chats.</summary>
    /// <param name="before">
    /// Receives the number of each class and its chats as simulated before the first correction.
    /// </param>
    /// <param name="stop">Cancels the calibration.</param>
    public void Run(Action<int, IReadOnlyList<SimulatedChat>> before, CancellationToken stop)
    {
        double[] hours = fit.Rhythm is null ? [] : simulation.RealHours();
        for (int round = 0; round < RhythmRounds && fit.Rhythm is not null; round++)
            CorrectRhythm(fit.Rhythm, hours, round, stop);
        foreach (int sizeClass in Filled())
        {
            Run(sizeClass, before, stop);
            fit.FactorsWithoutRates[sizeClass] = fit.Factors[sizeClass];
            if (fit.Races[sizeClass].Count > 1)
                Centre(sizeClass, stop);
        }
    }

    /// <summary>Number of times that a class is simulated.</summary>
    public int Repetitions(int sizeClass) =>
        (int)Math.Clamp((EnoughMessages / Math.Max(1, Messages(fit.Races[sizeClass]))) + 1, 1, MostRepetitions);

    /// <summary>All simulations of a class together, with draws that the calibration did not use.</summary>
    public SimulatedChat[] Simulate(int sizeClass, CancellationToken stop) => Simulate(sizeClass, MostRounds, stop);

    /// <summary>
    /// The mean rate with which groups of a class send as many messages as its real chats, if their members are drawn
    /// at random from all users, as in a population: from 1/3 to 3. The rate differs from 1, because the length of a
    /// burst grows exponentially with the sum of the members' hazards, and members drawn at random have other sums than
    /// members who know each other. The rate is 1 if no simulated chat has a duration.
    /// </summary>
    public double MeanRateOfRandomMembers(int sizeClass, CancellationToken stop)
    {
        SimulatedChat[] chats = simulation.RunWithRandomMembers(
            sizeClass,
            Enumerable.Range(MostRounds * MostRepetitions, RepetitionsOfRandomMembers(sizeClass)),
            stop
        );
        return RateStep(
            fit.Races[sizeClass],
            chats.Select(one => new[] { one }),
            [
                .. GroupRates
                    .Represent(fit.Rates.Variances[sizeClass], RepresentativeRates)
                    .Select(rate => (rate, 1.0 / RepresentativeRates)),
            ]
        );
    }

    private int RepetitionsOfRandomMembers(int sizeClass)
    {
        IReadOnlyList<ChatRace> real = fit.Races[sizeClass];
        double deliveries = real.Sum(race => race.Members * (1 + race.Events.Sum(events => events.Sum())));
        double enough = Math.Min(EnoughRandomGroups / (double)real.Count, MostDeliveries / deliveries);
        return Math.Max(1, (int)Math.Ceiling(enough));
    }

    /// <summary>
    /// All simulations of a class together, without the chats' own rates and with the models as they are written.
    /// </summary>
    public SimulatedChat[] SimulateWithMeanRate(int sizeClass, CancellationToken stop) =>
        SimulateWithMeanRate(sizeClass, MostRounds, stop);

    private SimulatedChat[] Simulate(int sizeClass, int round, CancellationToken stop) =>
        [
            .. Enumerable
                .Range(round * MostRepetitions, Repetitions(sizeClass))
                .SelectMany(repetition => simulation.Run(sizeClass, repetition, stop)),
        ];

    private SimulatedChat[] SimulateWithMeanRate(int sizeClass, int round, CancellationToken stop) =>
        [
            .. Enumerable
                .Range(round * MostRepetitions, Repetitions(sizeClass))
                .SelectMany(repetition => simulation.RunWithMeanRate(sizeClass, repetition, stop)),
        ];

    private IEnumerable<int> Filled() =>
        Enumerable.Range(0, fit.Classes.Count).Where(sizeClass => fit.Races[sizeClass].Count > 0);

    /// <summary>
    /// Multiplies the weight of each hour of the day by the ratio of the hour's share of the real messages to its share
    /// of the simulated messages. The weights are those of the starts of bursts, and the messages of a burst follow its
    /// start. Therefore, with the observed frequencies of starts as weights, simulated messages would come later than
    /// real ones.
    /// </summary>
    private void CorrectRhythm(Rhythm rhythm, double[] real, int round, CancellationToken stop)
    {
        double[] found = ClassStatistics.Hours(SimulateAll(round, stop), null);
        double bursts = Filled()
            .Sum(sizeClass => fit.Races[sizeClass].Sum(race => race.Events[(int)RaceKind.Begin].Sum() + 1));
        double prior = PriorBursts / bursts;
        double[] steps =
        [
            .. real.Zip(
                found,
                (one, other) => Math.Clamp((one + prior) / (other + prior), 1 / LargestHourStep, LargestHourStep)
            ),
        ];
        fit.UseRhythm(Rhythm.Create([.. rhythm.Weights.Select((weight, hour) => weight * steps[hour % steps.Length])]));
    }

    /// <summary>Simulates the chats of all classes, often enough for the hours of the day.</summary>
    private Chat[] SimulateAll(int round, CancellationToken stop)
    {
        long messages = Filled().Sum(sizeClass => Messages(fit.Races[sizeClass]));
        int repetitions = (int)Math.Clamp(EnoughForRhythm / Math.Max(1, messages), 1, MostForRhythm);
        return
        [
            .. Filled()
                .SelectMany(sizeClass =>
                    Enumerable
                        .Range(round * MostForRhythm, repetitions)
                        .SelectMany(repetition => simulation.Run(sizeClass, repetition, stop))
                )
                .Select(one => one.Chat),
        ];
    }

    /// <summary>
    /// Sets the factors of a class for chats without their own rates, as in a population. The factor of the starts of
    /// bursts is such that these chats send as many messages as the real ones, where half of the chats have the mean
    /// rate and half have the rate of another chat. The factors of answers and of repeated messages are half way
    /// between those that are right with the chats' own rates and those that are right without rates. This is needed
    /// because chats that seldom start bursts may have long bursts: bursts without rates are then too long on average,
    /// and a population would send more messages than the fitted chats. Chats with their own rates keep their factors.
    /// </summary>
    private void Centre(int sizeClass, CancellationToken stop)
    {
        RaceFactors within = RaceFactors.One;
        for (int round = 0; round < CentringRounds; round++)
        {
            SimulatedChat[] chats = SimulateWithMeanRate(sizeClass, round, stop);
            ChatRace[] races = Races(chats);
            if (races.Length == 0)
                return;
            double Step(RaceKind kind) =>
                Math.Sqrt(LevelStep(sizeClass, kind, races) * within.For(kind)) / within.For(kind);
            RaceFactors step = new(Step(RaceKind.Answer), Step(RaceKind.Continue), 1);
            within *= step;
            fit.FactorsWithoutRates[sizeClass] *= step * new RaceFactors(1, 1, MeanRateStep(sizeClass, chats));
        }
    }

    /// <summary>
    /// The correction of the starts of bursts that leads to the real number of messages if half of the chats have the
    /// mean rate and half have the rate of another chat. A simulation with the mean rate shows how long each chat is
    /// silent and how long its bursts last per message; any other rate divides the silence. To simulate the rates of
    /// other chats would take many simulations, because a single pair of the busiest rate and the longest bursts
    /// changes the volume.
    /// </summary>
    private double MeanRateStep(int sizeClass, SimulatedChat[] chats)
    {
        int[] numbers = simulation.ChatsOf(sizeClass);
        double mean = numbers.Average(fit.Rates.For);
        return RateStep(
            fit.Races[sizeClass],
            chats.GroupBy(one => one.Number),
            [
                (1, 0.5),
                .. numbers
                    .Select(chat => fit.Rates.For(chat) / mean)
                    .Order()
                    .Chunk((numbers.Length + MostRates - 1) / MostRates)
                    .Select(near => (near.Average(), near.Length / (2.0 * numbers.Length))),
            ]
        );
    }

    /// <summary>
    /// The factor of the starts of bursts that leads to the real number of messages, on average over these rates; 1 if
    /// no simulated chat has a duration.
    /// </summary>
    /// <param name="real">The real chats.</param>
    /// <param name="groups">Chats simulated with rate 1: all simulations of a group together.</param>
    /// <param name="rates">The rates and their shares, whose sum is 1.</param>
    private double RateStep(
        IReadOnlyList<ChatRace> real,
        IEnumerable<IEnumerable<SimulatedChat>> groups,
        (double Rate, double Share)[] rates
    )
    {
        ChatPace[] paces = [.. groups.Select(own => own.Select(PaceOf).Aggregate((sum, one) => sum + one))];
        double wanted = Messages(real) + real.Count;
        double scale = Time(real) / paces.Sum(pace => pace.Seconds);
        if (!double.IsFinite(scale))
            return 1;

        double Sent(double step) =>
            scale * paces.Sum(pace => rates.Sum(one => one.Share * pace.MessagesAt(step * one.Rate)));

        (double low, double high) = (1 / LargestStep, LargestStep);
        for (int halving = 0; halving < Halvings; halving++)
        {
            double middle = Math.Sqrt(low * high);
            if (Sent(middle) < wanted)
                low = middle;
            else
                high = middle;
        }
        return Math.Sqrt(low * high);
    }

    /// <summary>
    /// The pace of a simulated chat. A chat that was stopped at its limit of messages is assumed to continue in the
    /// same way.
    /// </summary>
    private ChatPace PaceOf(SimulatedChat simulated)
    {
        Chat chat = simulated.Chat;
        double share = 1;
        if (simulation.IsStopped(simulated))
        {
            long end = chat.Messages[^1].UnixMilliseconds;
            long start = chat.Messages[0].UnixMilliseconds;
            share = (end - start) / (double)(chat.EndUnixMilliseconds - start);
            chat = chat with { EndUnixMilliseconds = end };
        }
        ChatRace race = ChatRace.From(chat, fit.ClockFor(simulated.Number));
        return share > 0
            ? new ChatPace(Time([race]) / share, race.SilentSeconds / share, (Messages([race]) + 1) / share)
            : default;
    }

    private ChatRace[] Races(IEnumerable<SimulatedChat> simulated) =>
        [.. simulated.Select(one => ChatRace.From(one.Chat, fit.ClockFor(one.Number)))];

    private static long Messages(IEnumerable<ChatRace> races) =>
        (long)races.Sum(race => race.Events.Sum(events => events.Sum()));

    private static double Time(IEnumerable<ChatRace> races) =>
        races.Sum(race => race.BurstTime.Sum() + race.SilentSeconds);

    private void Run(int sizeClass, Action<int, IReadOnlyList<SimulatedChat>> before, CancellationToken stop)
    {
        List<RaceFactors> found = [];
        List<RaceShape> shapes = [];
        double change = double.MaxValue;
        for (int round = 0; round < LeastRounds || (round < MostRounds && change > Converged); round++)
        {
            SimulatedChat[] chats = Simulate(sizeClass, round, stop);
            if (round == 0)
                before(sizeClass, chats);
            ChatRace[] races = Races(chats);
            if (races.Length > 0)
            {
                RaceFactors step = Step(sizeClass, races);
                change = Enum.GetValues<RaceKind>().Max(kind => Math.Abs(Math.Log(step.For(kind))));
                fit.Factors[sizeClass] *= step;
                fit.Shapes[sizeClass] *= Reshape(sizeClass, races);
            }
            found.Add(fit.Factors[sizeClass]);
            shapes.Add(fit.Shapes[sizeClass]);
        }
        fit.Factors[sizeClass] = RaceFactors.Mean(found.TakeLast(AveragedRounds));
        fit.Shapes[sizeClass] = RaceShape.Mean([.. shapes.TakeLast(AveragedRounds)]);
    }

    /// <summary>
    /// The correction of the hazards within bursts by time since the last message, relative to the correction of their
    /// level.
    /// </summary>
    private RaceShape Reshape(int sizeClass, ChatRace[] simulated)
    {
        IReadOnlyList<ChatRace> real = fit.Races[sizeClass];
        double[] Ratios(RaceKind kind)
        {
            double level = fit.Level(real, sizeClass, kind) / fit.Level(simulated, sizeClass, kind);
            return
            [
                .. fit.Levels(real, sizeClass, kind)
                    .Zip(fit.Levels(simulated, sizeClass, kind), (one, other) => Bounded(one / other / level)),
            ];
        }
        return new RaceShape(Ratios(RaceKind.Answer), Ratios(RaceKind.Continue));
    }

    private RaceFactors Step(int sizeClass, ChatRace[] simulated) =>
        new(
            LevelStep(sizeClass, RaceKind.Answer, simulated),
            LevelStep(sizeClass, RaceKind.Continue, simulated),
            BeginStep(fit.Races[sizeClass], simulated)
        );

    /// <summary>
    /// The correction of the level of a kind of messages within bursts. If no real message is of this kind, as in a
    /// channel without answers, the correction is the smallest one, so that the simulation approaches no such messages.
    /// </summary>
    private double LevelStep(int sizeClass, RaceKind kind, ChatRace[] simulated)
    {
        double real = fit.Level(fit.Races[sizeClass], sizeClass, kind);
        double found = fit.Level(simulated, sizeClass, kind);
        return real == 0 && found > 0 ? 1 / LargestStep : Bounded(real / found);
    }

    /// <summary>
    /// The correction of the starts of bursts after which the mean silence leads to the real number of messages in the
    /// same time. The length of bursts per message is taken from the simulation, because of a cycle of burst and
    /// silence only the silence is set here.
    /// </summary>
    private static double BeginStep(IReadOnlyList<ChatRace> real, ChatRace[] simulated)
    {
        double silence = Silence(simulated);
        double talk =
            (Time(simulated) - simulated.Sum(race => race.SilentSeconds)) / (Messages(simulated) + simulated.Length);
        double perMessage = Time(real) / (Messages(real) + real.Count);
        double wanted = perMessage - talk;
        return wanted > 0 && silence > 0 ? Bounded(silence / wanted) : 1;
    }

    /// <summary>Mean silence per message, in seconds.</summary>
    private static double Silence(ChatRace[] races) =>
        races.Sum(race => race.SilentSeconds) / (Messages(races) + races.Length);

    private static double Bounded(double ratio) =>
        double.IsFinite(ratio) && ratio > 0 ? Math.Clamp(ratio, 1 / LargestStep, LargestStep) : 1;
}
