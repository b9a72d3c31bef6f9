namespace MGen.Groups;

/// <summary>How much groups keep. Each limit states what happens when it is reached.</summary>
public sealed record GroupLimits
{
    /// <summary>
    /// Most frames that wait for one member, while it is disconnected or does not read. At the limit the oldest is
    /// dropped, counted and logged. Default 16,384 (1 MiB of headers of 64 bytes, which members share); at least 1.
    /// </summary>
    public int MaxWaitingFrames { get; init; } = 16_384;

    /// <summary>
    /// Most frames kept per member after they were handed to its connection, until it is known that they arrived. Above
    /// the limit the oldest counts as arrived. Default 1,024: as many as can be between the gateway's outbox and the
    /// client's kernel; at least 0.
    /// </summary>
    public int MaxUnconfirmedFrames { get; init; } = 1_024;

    /// <summary>
    /// Most members of one group. A further join ends with <see cref="EndReason.GroupFull"/>. Default 65,536; at least
    /// 1.
    /// </summary>
    public int MaxMembers { get; init; } = 65_536;

    /// <summary>
    /// Most groups of a server; in a cluster, of all silos together, divided equally among the partitions. A join that
    /// would create one more ends with <see cref="EndReason.TooManyGroups"/>. Default 1,000,000; at least 1.
    /// </summary>
    public int MaxGroups { get; init; } = 1_000_000;

    /// <summary>
    /// Most bytes queued for one member. Each frame counts with its header and <see cref="FrameOverhead"/>, although
    /// members share headers. At the limit the oldest waiting frame is dropped (<see cref="DropReason.QueueFull"/>).
    /// Default 16 MiB, which is 1,024 bytes for each of <see cref="MaxWaitingFrames"/> (the longest header is longer);
    /// at least 1.
    /// </summary>
    public long MaxMemberBytes { get; init; } = 16L << 20;

    /// <summary>
    /// Most bytes queued in one group, counted as for <see cref="MaxMemberBytes"/>. Above it the longest queues are cut
    /// back to <see cref="CutBack"/> (<see cref="DropReason.GroupQueueFull"/>). Default 512 MiB; at least 1.
    /// </summary>
    public long MaxGroupBytes { get; init; } = 512L << 20;

    /// <summary>
    /// Most bytes queued in all groups of a server; in a cluster, of all silos together, divided equally among the
    /// partitions. Above it the largest groups are cut back to <see cref="CutBack"/>
    /// (<see cref="DropReason.ServerQueueFull"/>). Default 2 GiB; at least 1.
    /// </summary>
    public long MaxBytes { get; init; } = 2L << 30;

    /// <summary>An equal share of the limits on all groups; the other limits are unchanged.</summary>
    /// <param name="parts">Among how many partitions the limits are divided.</param>
    public GroupLimits Divide(int parts) =>
        this with
        {
            // Rounded up: even if fewer groups are allowed than there are partitions, each partition accepts one.
            MaxGroups = (MaxGroups / parts) + (MaxGroups % parts == 0 ? 0 : 1),
            MaxBytes = Math.Max(1, MaxBytes / parts),
        };

    /// <summary>
    /// The number of bytes to which queues are cut back when <paramref name="limit"/> is exceeded: nine tenths of the
    /// limit, so that cuts are rare.
    /// </summary>
    public static long CutBack(long limit) => limit / 10 * 9;

    /// <summary>
    /// Bytes that a queued frame occupies in addition to its header: the object header of the header's array, and a
    /// slot in a queue that may be half empty.
    /// </summary>
    public const int FrameOverhead = 40;
}
