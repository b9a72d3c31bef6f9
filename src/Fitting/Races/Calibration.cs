using MGen.Fitting.Chats;

namespace MGen.Fitting.Races;

/// <summary>
/// Sets the factors of each class so that simulated chats give the same hazards as the real ones, and as many messages: what the estimates leave out
/// (that the same people answer each other) is put right at the level of the class.
/// </summary>
internal sealed class Calibration(RaceFit fit, RaceSimulation simulation)
{
    private const int Rounds = 4;

    /// <summary>So many simulated messages are enough to tell a level to about a hundredth; more real ones are simulated once.</summary>
    private const long EnoughMessages = 40_000;
    private const int MostRepetitions = 8;

    /// <summary>No step changes a factor by more.</summary>
    private const double LargestStep = 3;

    /// <summary>Calibrates all classes that have chats.</summary>
    /// <param name="before">Told the chats as simulated before anything was changed, by class.</param>
    /// <param name="stop">Gives up.</param>
    public void Run(Action<int, IReadOnlyList<Chat>> before, CancellationToken stop)
    {
        for (int sizeClass = 0; sizeClass < fit.Classes.Count; sizeClass++)
        {
            if (fit.Races[sizeClass].Count > 0)
                Run(sizeClass, before, stop);
        }
    }

    /// <summary>How often a class is simulated.</summary>
    public int Repetitions(int sizeClass) =>
        (int)Math.Clamp((EnoughMessages / Math.Max(1, Messages(fit.Races[sizeClass]))) + 1, 1, MostRepetitions);

    /// <summary>All simulations of a class together.</summary>
    public Chat[] Simulate(int sizeClass, CancellationToken stop) =>
        [.. Enumerable.Range(0, Repetitions(sizeClass)).SelectMany(repetition => simulation.Run(sizeClass, repetition, stop)).OfType<Chat>()];

    private static long Messages(IEnumerable<ChatRace> races) => (long)races.Sum(race => race.Events.Sum(events => events.Sum()));

    private static double Time(IEnumerable<ChatRace> races) => races.Sum(race => race.TalkTime.Sum() + race.SilenceTime.Sum());

    private void Run(int sizeClass, Action<int, IReadOnlyList<Chat>> before, CancellationToken stop)
    {
        for (int round = 0; round < Rounds; round++)
        {
            Chat[] chats = Simulate(sizeClass, stop);
            if (round == 0)
                before(sizeClass, chats);
            ChatRace[] races = [.. chats.Select(ChatRace.From)];
            if (races.Length > 0)
                fit.Factors[sizeClass] *= Step(sizeClass, races);
        }
    }

    private RaceFactors Step(int sizeClass, ChatRace[] simulated)
    {
        IReadOnlyList<ChatRace> real = fit.Races[sizeClass];
        double Ratio(RaceKind kind) => Bounded(fit.Level(real, sizeClass, kind) / fit.Level(simulated, sizeClass, kind));
        return new RaceFactors(Ratio(RaceKind.Answer), Ratio(RaceKind.Continue), BeginStep(real, simulated));
    }

    /// <summary>
    /// The mean silence that makes as many messages in the same time, given how many messages a real talk has: of a cycle of talk and silence, only the
    /// silence is set here.
    /// </summary>
    private static double BeginStep(IReadOnlyList<ChatRace> real, ChatRace[] simulated)
    {
        double silence = Silence(simulated);
        double talk = (Time(simulated) - simulated.Sum(race => race.SilenceTime.Sum())) / (Messages(simulated) + simulated.Length);
        double perMessage = Time(real) / (Messages(real) + real.Count);
        double wanted = perMessage - talk;
        return wanted > 0 && silence > 0 ? Bounded(silence / wanted) : 1;
    }

    /// <summary>Mean silence per message.</summary>
    private static double Silence(ChatRace[] races) => races.Sum(race => race.SilenceTime.Sum()) / (Messages(races) + races.Length);

    private static double Bounded(double ratio) => double.IsFinite(ratio) && ratio > 0 ? Math.Clamp(ratio, 1 / LargestStep, LargestStep) : 1;
}
