using MGen.Analysis.Results;
using MGen.Analysis.Roster;
using MGen.Analysis.Tallies;
using MGen.Wire;

namespace MGen.Analysis.Joining;

/// <summary>The counts of the join. Each thread has its own; they are merged at the end.</summary>
internal sealed class JoinTally
{
    public long SentBytes { get; set; }

    public long LeftOut { get; set; }

    public long Undecided { get; set; }

    public long Late { get; set; }

    public long ToSleeping { get; set; }

    public long ToSelf { get; set; }

    public long Duplicates { get; set; }

    public long Unexpected { get; set; }

    public long SenderUnknown { get; set; }

    public long Renumbered { get; set; }

    public long BeforeSend { get; set; }

    public ClassTally[] GroupSizes { get; } = [.. SizeClass.Members.Select(_ => new ClassTally())];

    public ClassTally[] MessageSizes { get; } = [.. SizeClass.Bytes.Select(_ => new ClassTally())];

    public LatencyRecorder ToServer { get; } = new();

    public long[] Losses { get; } = new long[Enum.GetValues<LossStage>().Length];

    public SpreadTally TimedOutBySender { get; } = new();

    public SpreadTally MeanRoundTrip { get; } = new();

    public VolumeTally Volumes { get; } = new();

    /// <summary>
    /// Results of the users who sent a counted message. All messages of a user are in one partition, hence in one
    /// tally.
    /// </summary>
    public Dictionary<User, UserResult> Users { get; } = [];

    public void Add(JoinTally other)
    {
        SentBytes += other.SentBytes;
        LeftOut += other.LeftOut;
        Undecided += other.Undecided;
        Late += other.Late;
        ToSleeping += other.ToSleeping;
        ToSelf += other.ToSelf;
        Duplicates += other.Duplicates;
        Unexpected += other.Unexpected;
        SenderUnknown += other.SenderUnknown;
        Renumbered += other.Renumbered;
        BeforeSend += other.BeforeSend;
        for (int i = 0; i < GroupSizes.Length; i++)
            GroupSizes[i].Add(other.GroupSizes[i]);
        for (int i = 0; i < MessageSizes.Length; i++)
            MessageSizes[i].Add(other.MessageSizes[i]);
        for (int i = 0; i < Losses.Length; i++)
            Losses[i] += other.Losses[i];
        ToServer.Add(other.ToServer);
        TimedOutBySender.Add(other.TimedOutBySender);
        MeanRoundTrip.Add(other.MeanRoundTrip);
        Volumes.Add(other.Volumes);
        foreach ((User user, UserResult result) in other.Users)
            Users.Add(user, result);
    }

    /// <summary>The sum over all classes of group sizes. Every message is in exactly one of these classes.</summary>
    public ClassTally Total()
    {
        ClassTally total = new();
        foreach (ClassTally part in GroupSizes)
            total.Add(part);
        return total;
    }
}

/// <summary>Counts the messages of one class, and their fates.</summary>
internal sealed class ClassTally
{
    public long Sent { get; set; }

    public long Owed { get; set; }

    public long TimedOut { get; set; }

    public long DeliveriesOwed { get; set; }

    public long Delivered { get; set; }

    public LatencyRecorder RoundTrip { get; } = new();

    public LatencyRecorder Delivery { get; } = new();

    public void Add(ClassTally other)
    {
        Sent += other.Sent;
        Owed += other.Owed;
        TimedOut += other.TimedOut;
        DeliveriesOwed += other.DeliveriesOwed;
        Delivered += other.Delivered;
        RoundTrip.Add(other.RoundTrip);
        Delivery.Add(other.Delivery);
    }

    public ClassResult ToResult(SizeClass of, long groups) =>
        new(
            of.From,
            of.To,
            groups,
            Sent,
            Owed,
            TimedOut,
            DeliveriesOwed,
            Delivered,
            RoundTrip.ToDistribution(),
            Delivery.ToDistribution()
        );
}

/// <summary>A range of sizes, bounds included.</summary>
internal readonly record struct SizeClass(long From, long? To)
{
    private const long BlockBytes = WireLimits.BlockBytes;

    /// <summary>
    /// Classes of groups by their number of members: one class per size up to 8, then ranges that double.
    /// </summary>
    public static IReadOnlyList<SizeClass> Members { get; } =
        Upwards(0, [1, 2, 3, 4, 5, 6, 7, 8, 16, 32, 64, 128, 256]);

    /// <summary>
    /// Classes of messages by their bytes. A message of up to 2,240 bytes travels inline; a larger one is an
    /// attachment.
    /// </summary>
    public static IReadOnlyList<SizeClass> Bytes { get; } =
        Upwards(
            0,
            [
                BlockBytes,
                2 * BlockBytes,
                4 * BlockBytes,
                8 * BlockBytes,
                WireLimits.MaxInlineBodyBytes,
                16_000,
                64_000,
                256_000,
                1_000_000,
                4_000_000,
                16_000_000,
            ]
        );

    /// <summary>The index of a size's class.</summary>
    public static int IndexOf(IReadOnlyList<SizeClass> classes, long size)
    {
        int index = 0;
        while (size > classes[index].To)
            index++;
        return index;
    }

    private static SizeClass[] Upwards(long below, long[] bounds) =>
        [
            .. bounds.Select((to, i) => new SizeClass((i == 0 ? below : bounds[i - 1]) + 1, to)),
            new SizeClass(bounds[^1] + 1, null),
        ];
}
