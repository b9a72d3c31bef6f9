using MGen.Model.Conversations;
using MGen.Model.Distributions;

namespace MGen.Population.Behaviours;

/// <summary>
/// How a user behaves: the contents of a directory of fits, or a built-in example. Immutable and shared. A directory
/// may have models for chat size classes. Then the files directly in it are for programs that do not know classes.
/// </summary>
public sealed class BehaviourModel
{
    internal BehaviourModel(
        BehaviourSource source,
        double activateOnSend,
        double activateOnReceive,
        BehaviourTables tables
    )
    {
        Source = source;
        ActivateOnSend = activateOnSend;
        ActivateOnReceive = activateOnReceive;
        Tables = tables;
        Idle = new IdleTimes(tables.Idle.ToWeightedValues());
        MeanQuietSeconds = new IdleTimes(tables.Quiet.ToWeightedValues()).MeanSeconds;
    }

    /// <summary>The directory's name; unique among the models of a population.</summary>
    public string Name => Source.Name;

    /// <summary>s: the probability that a message sent while idle makes the user active.</summary>
    public double ActivateOnSend { get; }

    /// <summary>
    /// The models of the chat size classes, ascending, without overlaps; empty if one model applies to all sizes.
    /// </summary>
    public IReadOnlyList<ClassBehaviour> Classes { get; internal init; } = [];

    /// <summary>r: the probability that a message received while idle makes the user active.</summary>
    public double ActivateOnReceive { get; }

    /// <summary>Mean of i, in seconds.</summary>
    public double MeanIdleSeconds => Idle.MeanSeconds;

    /// <summary>Mean of w, in seconds.</summary>
    public double MeanQuietSeconds { get; }

    /// <summary>The source of the files.</summary>
    internal BehaviourSource Source { get; }

    /// <summary>The weights files.</summary>
    internal BehaviourTables Tables { get; }

    /// <summary>The distribution of idle times, for initial waits.</summary>
    internal IdleTimes Idle { get; }

    /// <summary>
    /// The behaviour in a chat with this number of members: the model of the class that contains the number, or of the
    /// nearest class; without classes, this model.
    /// </summary>
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

    /// <summary>A copy with chat size classes.</summary>
    internal BehaviourModel WithClasses(IReadOnlyList<ClassBehaviour> classes) =>
        new(Source, ActivateOnSend, ActivateOnReceive, Tables) { Classes = classes };

    /// <summary>A copy without chat size classes.</summary>
    public BehaviourModel WithoutClasses() => new(Source, ActivateOnSend, ActivateOnReceive, Tables);

    /// <summary>Returns the same model as a configuration that names this behaviour's files.</summary>
    /// <param name="rule">The event from which w counts.</param>
    public ConversationModel ToConversationModel(ActiveTimeoutRule rule) =>
        new(
            new BernoulliTrial(ActivateOnSend),
            new BernoulliTrial(ActivateOnReceive),
            new WeightedSize(Tables.Sizes),
            new WeightedTime(Tables.Idle),
            new WeightedTime(Tables.Quiet),
            new WeightedTime(Tables.AfterSend),
            new WeightedTime(Tables.AfterReceive),
            rule
        );
}

/// <summary>How a user behaves in chats of one size class.</summary>
/// <param name="Class">The class.</param>
/// <param name="Model">The behaviour, which has no classes itself.</param>
public sealed record ClassBehaviour(SizeClass Class, BehaviourModel Model);

/// <summary>The weights files of one behaviour.</summary>
/// <param name="Sizes">m, from <c>sizes.dat</c>, in blocks.</param>
/// <param name="Idle">i, from <c>I.dat</c>, in seconds.</param>
/// <param name="Quiet">w, from <c>W.dat</c>, in seconds.</param>
/// <param name="AfterSend">a_s, from <c>As.dat</c>, in seconds.</param>
/// <param name="AfterReceive">a_r, from <c>Ar.dat</c>, in seconds.</param>
internal sealed record BehaviourTables(
    WeightsTable Sizes,
    WeightsTable Idle,
    WeightsTable Quiet,
    WeightsTable AfterSend,
    WeightsTable AfterReceive
);
