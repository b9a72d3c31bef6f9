namespace MGen.Fitting.Tests.Worlds;

/// <summary>The parameters of a <see cref="TalkWorld"/>.</summary>
internal sealed record TalkWorldOptions
{
    /// <summary>Seed of all draws.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Number of users, at least the members of the largest chat.</summary>
    public int People { get; init; } = 40;

    /// <summary>Duration of the chats in days.</summary>
    public int Days { get; init; } = 60;

    /// <summary>Number of members of each chat.</summary>
    public required IReadOnlyList<int> Sizes { get; init; }

    /// <summary>Mean number of bursts per day in a dyad.</summary>
    public double TalksPerDay { get; init; } = 2;

    /// <summary>Standard deviation of the natural logarithm of the rate at which chats start bursts.</summary>
    public double ChatSpread { get; init; } = 0.7;

    /// <summary>The number of bursts is proportional to (members - 1) to this power.</summary>
    public double GrowthWithSize { get; init; } = 0.3;

    /// <summary>Whether pauses within a burst are exponential instead of log-normal.</summary>
    public bool HasExponentialPauses { get; init; }

    /// <summary>Mean number of messages of a burst.</summary>
    public double MeanBurst { get; init; } = 8;

    /// <summary>
    /// Standard deviation of the natural logarithms of the mean pause and of the mean burst of chats; 0: all are equal.
    /// </summary>
    public double PaceSpread { get; init; }

    /// <summary>Share of the members of a group who never write; two members or more do.</summary>
    public double SilentShare { get; init; }
}
