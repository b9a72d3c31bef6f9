using System.Globalization;
using MGen.Replication;
using MGen.Wire;

namespace MGen.Silo.Tests;

/// <summary>Limits of a whole process.</summary>
public sealed class LocalPartitionsTests : IPartitionEvents
{
    private static readonly Guid Gateway = Guid.NewGuid();

    private long _dropped;

    [Fact]
    public void Join_LimitOfGroupsReached_IsRefusedAndOldGroupsContinue()
    {
        LocalPartitions partitions = new(new GroupLimits { MaxGroups = 3 }, this);
        for (int i = 0; i < 3; i++)
            Assert.NotNull(Join(partitions, Name(i), "a").Outcome);

        Assert.Equal(EndReason.TooManyGroups, Join(partitions, Name(3), "a").Refusal);

        Assert.Null(partitions.GetGroup(Name(3)).Describe());
        Assert.NotNull(Join(partitions, Name(0), "b").Outcome);
    }

    [Fact]
    public void Apply_TotalByteLimitReached_CutsGroupsAndReportsEachFrame()
    {
        const int Groups = 100,
            Frames = 600;
        const long Bound = 2 << 20;
        LocalPartitions partitions = new(new GroupLimits { MaxBytes = Bound }, this);
        for (int i = 0; i < Groups; i++)
        {
            Join(partitions, Name(i), "a");
            Join(partitions, Name(i), "b");
            Apply(partitions, Name(i), new GroupEntry(EntryKind.Leave, 'b'));
        }

        for (uint id = 0; id < Frames; id++)
        {
            for (int i = 0; i < Groups; i++)
                Apply(
                    partitions,
                    Name(i),
                    new GroupEntry(EntryKind.Frame, 'a', Frame.Message(Identifier.Create("a"), Name(i), id, 160))
                );
        }

        long waiting = Enumerable.Range(0, Groups).Sum(i => (long)partitions.GetGroup(Name(i)).Describe()![1].Waiting);
        Assert.Equal(Groups * Frames, waiting + _dropped);
        long each = QueuedBytes.SizeOf(Frame.Message(Identifier.Create("a"), Name(0), 0, 160));
        // What the partitions have not counted yet: less than 64 KiB each, of 64.
        Assert.InRange(waiting * each, Bound / 2, Bound + (64 * 65_536));
        Assert.True(_dropped > 0);
    }

    void IGroupEvents.Dropped(Identifier group, Identifier member, DropReason reason, long count)
    {
        Assert.Equal(DropReason.ServerQueueFull, reason);
        _dropped += count;
    }

    void IGroupEvents.UnknownRecipient(Identifier group, Identifier sender, Frame receipt) =>
        Assert.Fail("nobody is unknown");

    void IPartitionEvents.GroupFailed(Identifier group, Exception bug) => Assert.Fail(bug.ToString());

    private static Identifier Name(int number) =>
        Identifier.Create(string.Create(CultureInfo.InvariantCulture, $"g{number:D3}"));

    private static RecordingPort Join(LocalPartitions partitions, Identifier group, string user)
    {
        RecordingPort port = new();
        GroupEntry join = new(
            EntryKind.Join,
            user[0],
            Join: new JoinRequest(Identifier.Create(user), Guid.Empty, 0, MayRegister: true)
        );
        partitions.GetGroup(group).Apply(Gateway, [join], _ => port);
        return port;
    }

    private static void Apply(LocalPartitions partitions, Identifier group, GroupEntry entry) =>
        partitions.GetGroup(group).Apply(Gateway, [entry], _ => null);

    private sealed class RecordingPort : IMemberPort
    {
        public JoinOutcome? Outcome { get; private set; }

        public EndReason? Refusal { get; private set; }

        public void Joined(JoinOutcome outcome) => Outcome = outcome;

        public void Refused(EndReason reason) => Refusal = reason;

        public bool TryDeliver(Frame frame) => true;

        public void Replaced() { }
    }
}
