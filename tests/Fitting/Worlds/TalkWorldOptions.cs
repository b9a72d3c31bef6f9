namespace MGen.Fitting.Tests.Worlds;

/// <summary>What a <see cref="TalkWorld"/> is like.</summary>
internal sealed record TalkWorldOptions
{
    /// <summary>Seed of all its draws.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How many people there are, at least as many as the largest chat has members.</summary>
    public int People { get; init; } = 40;

    /// <summary>How many days the chats last.</summary>
    public int Days { get; init; } = 60;

    /// <summary>Members of each chat.</summary>
    public required IReadOnlyList<int> Sizes { get; init; }

    /// <summary>Talks per day that a dyad begins, on average.</summary>
    public double TalksPerDay { get; init; } = 2;

    /// <summary>Standard deviation of the natural logarithm of how often chats begin talks: how much they differ.</summary>
    public double ChatSpread { get; init; } = 0.7;

    /// <summary>Power of (members - 1) with which the number of talks grows.</summary>
    public double GrowthWithSize { get; init; } = 0.3;

    /// <summary>Whether pauses within a talk are exponential instead of log-normal.</summary>
    public bool HasExponentialPauses { get; init; }

    /// <summary>Mean number of messages of a talk.</summary>
    public double MeanBurst { get; init; } = 8;
}
