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

    /// <summary>Most members of one group. A join beyond ends with <see cref="EndReason.GroupFull"/>. Default 65,536; from 1.</summary>
    public int MaxMembers { get; init; } = 65_536;

    /// <summary>
    /// Most groups of a server; in a cluster, of all its silos, divided equally among the partitions. A join that would create one more ends with
    /// <see cref="EndReason.TooManyGroups"/>. Default 1,000,000; from 1.
    /// </summary>
    public int MaxGroups { get; init; } = 1_000_000;

    /// <summary>
    /// Most bytes queued for one member: of each frame its header and <see cref="FrameOverhead"/>, although members share headers. At the limit the oldest waiting
    /// frame is dropped (<see cref="DropReason.QueueFull"/>). Default 16 MiB, more than <see cref="MaxWaitingFrames"/> of the longest headers; from 1.
    /// </summary>
    public long MaxMemberBytes { get; init; } = 16L << 20;

    /// <summary>
    /// Most bytes queued in one group, counted as for <see cref="MaxMemberBytes"/>. At the limit the longest queues are cut back until a tenth of it is free
    /// (<see cref="DropReason.GroupQueueFull"/>). Default 512 MiB; from 1.
    /// </summary>
    public long MaxGroupBytes { get; init; } = 512L << 20;

    /// <summary>
    /// Most bytes queued in all groups of a server; in a cluster, of all its silos, divided equally among the partitions. At the limit the groups with most are cut
    /// back until a tenth of it is free (<see cref="DropReason.ServerQueueFull"/>). Default 2 GiB; from 1.
    /// </summary>
    public long MaxBytes { get; init; } = 2L << 30;

    /// <summary>To how many bytes queues are cut back when a limit is reached: a tenth of it is free then, so that cutting is rare.</summary>
    public static long CutBack(long limit) => limit / 10 * 9;

    /// <summary>What a queued frame takes besides its header: the array's head, and its slot in a queue that may be half empty.</summary>
    public const int FrameOverhead = 40;
}
