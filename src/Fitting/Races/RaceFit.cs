using MGen.Fitting.Chats;
using MGen.Fitting.Laws;
using MGen.Population.Behaviours;

namespace MGen.Fitting.Races;

/// <summary>The race of all chats' members: hazards per class, factors per person, and the models that follow.</summary>
internal sealed class RaceFit
{
    private const double GoldenRatio = 0.6180339887498949;

    private readonly RaceHazards _pool;
    private readonly RaceHazards?[] _hazards;
    private readonly PersonFactors _persons;
    private readonly IReadOnlyList<EmpiricalLaw> _blocks;
    private readonly double _sizeExponent;

    /// <param name="chats">The chats, of which at least one has a message.</param>
    /// <param name="classes">The classes, ascending; every chat is of one.</param>
    /// <param name="blocks">Sizes of each user's messages.</param>
    public RaceFit(ChatSet chats, IReadOnlyList<SizeClass> classes, IReadOnlyList<EmpiricalLaw> blocks)
    {
        (Classes, _blocks) = (classes, blocks);
        ClassOfChat = [.. chats.Chats.Select(chat => ClassOf(chat.Members))];
        ChatRace[] races = [.. chats.Chats.Select(ChatRace.From)];
        Races = [.. classes.Select((_, number) => (IReadOnlyList<ChatRace>)[.. races.Where((_, chat) => ClassOfChat[chat] == number)])];
        _pool = RaceHazards.From(races, null);
        _sizeExponent = SizeExponent.Of(races, _pool);
        _hazards = [.. Races.Select(own => own.Count == 0 ? null : RaceHazards.From(own, _pool))];
        _persons = PersonFactors.From(Races, _hazards);
        Factors = [.. classes.Select(_ => RaceFactors.One)];
    }

    /// <summary>The classes, ascending.</summary>
    public IReadOnlyList<SizeClass> Classes { get; }

    /// <summary>The class of each chat, by their numbers.</summary>
    public IReadOnlyList<int> ClassOfChat { get; }

    /// <summary>The chats of each class.</summary>
    public IReadOnlyList<IReadOnlyList<ChatRace>> Races { get; }

    /// <summary>What the hazards of each class are multiplied by: what calibration finds.</summary>
    public RaceFactors[] Factors { get; }

    /// <summary>alpha: a member's hazard of answering falls as (members - 1)^-alpha.</summary>
    public double AnswerExponent => _sizeExponent;

    /// <summary>The class of a chat of so many members: the one that contains the number, or the nearest.</summary>
    public int ClassOf(int members) => Enumerable.Range(0, Classes.Count).MinBy(number => Classes[number].DistanceTo(members));

    /// <summary>Whose hazards a class has: itself, or the nearest class that has chats.</summary>
    public int SourceOf(int sizeClass) => _hazards[sizeClass] is not null ? sizeClass : Enumerable.Range(0, Classes.Count)
        .Where(number => _hazards[number] is not null)
        .MinBy(number => Math.Abs(Math.Log((double)Classes[number].Least / Classes[sizeClass].Least)));

    /// <summary>The model of a person in a class.</summary>
    public ClassModel Model(int person, int sizeClass)
    {
        int source = SourceOf(sizeClass);
        double shrink = source == sizeClass ? 1 : Math.Pow((Classes[sizeClass].Least - 1.0) / (Classes[source].Least - 1.0), -_sizeExponent);
        RaceFactors size = new(shrink, 1, shrink);
        RaceHazards own = _hazards[source]!.Times(Factors[source] * size * _persons.Of(person, sizeClass));
        double phase = (_blocks[person].Total + 1) * GoldenRatio % 1; // of the messages, since users have other numbers in shared chats
        return new ClassModel(
            Classes[sizeClass],
            RaceLaws.Idle(own.Of(RaceKind.Begin), phase),
            RaceLaws.Talk(own.Of(RaceKind.Continue), phase),
            RaceLaws.Talk(own.Of(RaceKind.Answer), phase),
            _blocks[person]);
    }

    /// <summary>How many messages of a kind these chats have, to how many the class's hazards expect in the same time.</summary>
    public double Level(IEnumerable<ChatRace> chats, int sizeClass, RaceKind kind)
    {
        double[] hazards = _hazards[sizeClass]!.Of(kind);
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
}
