namespace MGen.Grains.Partitions;

/// <summary>What can happen to a partition.</summary>
public enum InputKind
{
    /// <summary>A gateway's batch of entries.</summary>
    Post,

    /// <summary>A gateway has taken what was sent to it, up to a number.</summary>
    Taken,

    /// <summary>A gateway is gone for good, and its connections with it.</summary>
    GatewayGone,
}
