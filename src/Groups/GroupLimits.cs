namespace MGen.Groups;

/// <summary>How much a group keeps for its members.</summary>
public sealed record GroupLimits
{
    /// <summary>
    /// Most frames that wait for one member, while it is away or does not read. At the limit the oldest is dropped, counted and logged.
    /// Default 16,384 (about 1 MB of headers at most, shared with the other members); from 1.
    /// </summary>
    public int MaxWaitingFrames { get; init; } = 16_384;

    /// <summary>
    /// Most frames kept per member after they were handed to its connection, until it is known that they arrived. Default 1,024: as many as a gateway
    /// lets be under way, outbox included, before the client's kernel has acknowledged some; from 0. What is forgotten here counts as arrived.
    /// </summary>
    public int MaxUnconfirmedFrames { get; init; } = 1_024;
}
