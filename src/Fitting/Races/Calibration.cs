namespace MGen.Fitting.Races;

/// <summary>
/// Sets the factors of each class so that simulated chats have the hazards and the number of messages of the real ones.
/// It corrects, per class, what the estimates ignore: that it is the same users who answer each other. Each round has
/// its own draws, and the factors of the last rounds are averaged (B. Polyak, A. Juditsky, SIAM J. Control Optim.
/// 30(4), 1992), so that they do not follow the noise of one simulation.
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

    /// <summary>Calibrates all classes that have chats.</summary>
    /// <param name="before">
    /// Receives the number of each class and its chats as simulated before the first correction.
    /// </param>
    /// <param name="stop">Cancels the calibration.</param>
    public void Run(Action<int, IReadOnlyList<SimulatedChat>> before, CancellationToken stop)
    {
        for (int sizeClass = 0; sizeClass < fit.Classes.Count; sizeClass++)
        {
            if (fit.Races[sizeClass].Count > 0)
                Run(sizeClass, before, stop);
        }
    }

    /// <summary>Number of times that a class is simulated.</summary>
    public int Repetitions(int sizeClass) =>
        (int)Math.Clamp((EnoughMessages / Math.Max(1, Messages(fit.Races[sizeClass]))) + 1, 1, MostRepetitions);

    /// <summary>All simulations of a class together, with draws that the calibration did not use.</summary>
    public SimulatedChat[] Simulate(int sizeClass, CancellationToken stop) => Simulate(sizeClass, MostRounds, stop);

    private SimulatedChat[] Simulate(int sizeClass, int round, CancellationToken stop) =>
        [
            .. Enumerable
                .Range(round * MostRepetitions, Repetitions(sizeClass))
                .SelectMany(repetition => simulation.Run(sizeClass, repetition, stop)),
        ];

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
            ChatRace[] races = [.. chats.Select(one => ChatRace.From(one.Chat, fit.ClockFor(one.Number)))];
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
    /// The correction of the hazards within bursts by time since the last message, relative to that of their level.
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

    private RaceFactors Step(int sizeClass, ChatRace[] simulated)
    {
        IReadOnlyList<ChatRace> real = fit.Races[sizeClass];
        double Ratio(RaceKind kind) =>
            Bounded(fit.Level(real, sizeClass, kind) / fit.Level(simulated, sizeClass, kind));
        return new RaceFactors(Ratio(RaceKind.Answer), Ratio(RaceKind.Continue), BeginStep(real, simulated));
    }

    /// <summary>
    /// The correction of the mean silence that leads to the real number of messages in the same time, given the real
    /// number of messages per burst: of a cycle of burst and silence only the silence is set here.
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
