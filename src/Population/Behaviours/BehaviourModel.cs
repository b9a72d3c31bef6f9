using MGen.Model.Conversations;
using MGen.Model.Distributions;

namespace MGen.Population.Behaviours;

/// <summary>
/// How a user behaves: the contents of a directory of fits, or the built-in example. Immutable and shared. A directory may have models of its own for
/// classes of chat size; the files beside them are then for readers that know no classes.
/// </summary>
public sealed class BehaviourModel
{
    internal BehaviourModel(BehaviourSource source, double activateOnSend, double activateOnReceive, BehaviourTables tables)
    {
        (Source, ActivateOnSend, ActivateOnReceive, Tables) = (source, activateOnSend, activateOnReceive, tables);
        Idle = new IdleTimes(tables.Idle.Law());
        MeanQuietSeconds = new IdleTimes(tables.Quiet.Law()).MeanSeconds;
    }

    /// <summary>The directory's name; unique among the models of a population.</summary>
    public string Name => Source.Name;

    /// <summary>s: the probability that a message sent while idle makes the user active.</summary>
    public double ActivateOnSend { get; }

    /// <summary>The models by class of chat size, ascending, without overlaps; empty if there is one for all sizes.</summary>
    public IReadOnlyList<ClassBehaviour> Classes { get; internal init; } = [];

    /// <summary>r: the probability that a message received while idle makes the user active.</summary>
    public double ActivateOnReceive { get; }

    /// <summary>The mean of i, in seconds.</summary>
    public double MeanIdleSeconds => Idle.MeanSeconds;

    /// <summary>The mean of w, in seconds.</summary>
    public double MeanQuietSeconds { get; }

    /// <summary>Where the files are.</summary>
    internal BehaviourSource Source { get; }

    /// <summary>The weights files.</summary>
    internal BehaviourTables Tables { get; }

    /// <summary>The law of idle times, for initial waits.</summary>
    internal IdleTimes Idle { get; }

    /// <summary>How the user behaves in a chat of so many members: the model of the class that holds the number, or of the nearest class; without classes, this.</summary>
    public BehaviourModel ForSize(int members)
    {
        if (Classes.Count == 0)
            return this;
        ClassBehaviour nearest = Classes[0];
        for (int i = 1; i < Classes.Count && !nearest.Class.Contains(members); i++)
        {
            if (Classes[i].Class.DistanceTo(members) < nearest.Class.DistanceTo(members))
                nearest = Classes[i];
        }
        return nearest.Model;
    }

    /// <summary>The same user with classes of chat size.</summary>
    internal BehaviourModel WithClasses(IReadOnlyList<ClassBehaviour> classes) => new(Source, ActivateOnSend, ActivateOnReceive, Tables) { Classes = classes };

    /// <summary>The same user without classes of chat size.</summary>
    public BehaviourModel WithoutClasses() => new(Source, ActivateOnSend, ActivateOnReceive, Tables);

    /// <summary>The model that a configuration which names this behaviour's files has.</summary>
    /// <param name="rule">What w counts from.</param>
    public ConversationModel ToConversationModel(ActiveTimeoutRule rule) => new(
        new BernoulliTrial(ActivateOnSend),
        new BernoulliTrial(ActivateOnReceive),
        new WeightedSize(Tables.Sizes),
        new WeightedTime(Tables.Idle),
        new WeightedTime(Tables.Quiet),
        new WeightedTime(Tables.AfterSend),
        new WeightedTime(Tables.AfterReceive),
        rule);
}
