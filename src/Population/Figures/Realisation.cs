namespace MGen.Population.Figures;

/// <summary>What was asked for, and what came out. Everything is counted in the finished population.</summary>
public sealed record Realisation
{
    /// <summary>
    /// A p-value below this one raises the alarm. A correct draw has one so small once in a million, for each of the laws compared.
    /// </summary>
    public const double FalseAlarmRate = 1e-6;

    /// <summary>Users.</summary>
    public required int Users { get; init; }

    /// <summary>Groups, dyads included.</summary>
    public required int Groups { get; init; }

    /// <summary>Dyads.</summary>
    public required int Dyads { get; init; }

    /// <summary>Memberships, silent ones included: conversations of a run.</summary>
    public required long Memberships { get; init; }

    /// <summary>The memberships of dyads.</summary>
    public required SlotAccount DyadSlots { get; init; }

    /// <summary>The memberships of larger groups.</summary>
    public required SlotAccount GroupSlots { get; init; }

    /// <summary>Dyads of two users who have another one already: 0, unless users want about as many dyads as there are users.</summary>
    public required long RepeatedPairs { get; init; }

    /// <summary>Users who are twice in one group: 0, or this program has a bug.</summary>
    public required long DoubleMembers { get; init; }

    /// <summary>The share of the asked group sizes that is larger than the number of users who want to be in a group; such sizes are not drawn.</summary>
    public required double GroupSizeShareOutOfReach { get; init; }

    /// <summary>The mean initial wait of memberships that are not silent, in seconds.</summary>
    public required double MeanWaitSeconds { get; init; }

    /// <summary>The share of memberships, silent ones apart, that wait less than an hour.</summary>
    public required double ShareWaitingUnderAnHour { get; init; }

    /// <summary>The laws, before dormant groups are left out.</summary>
    public required IReadOnlyList<LawFit> Laws { get; init; }

    /// <summary>Whether every membership is accounted for.</summary>
    public bool IsComplete => DyadSlots is { Lost: 0, UsersOff: 0 } && GroupSlots is { Lost: 0, UsersOff: 0 } && DoubleMembers == 0;

    /// <summary>Whether no law raises the alarm.</summary>
    public bool Fits => Laws.All(law => law.PValue is null or >= FalseAlarmRate);
}
