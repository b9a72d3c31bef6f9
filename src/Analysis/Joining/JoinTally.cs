using MGen.Analysis.Results;
using MGen.Analysis.Roster;
using MGen.Analysis.Tallies;

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
    /// Results per user who has any. All messages of a user are in one partition, hence in one tally.
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

    /// <summary>The sum over all group sizes: every message is in exactly one class.</summary>
    public ClassTally Total()
    {
        ClassTally total = new();
        foreach (ClassTally part in GroupSizes)
            total.Add(part);
        return total;
    }
}
