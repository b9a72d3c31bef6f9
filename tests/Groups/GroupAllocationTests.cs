using MGen.Wire;

namespace MGen.Groups.Tests;

/// <summary>Memory of the hot path: one queue slot per recipient, which is reused.</summary>
public sealed class GroupAllocationTests
{
    private const int Members = 10;
    private static readonly Identifier Group = Identifier.Create("g");

    [Fact]
    public void Relay_NobodyAcknowledges_AllocatesNothing()
    {
        Group rules = StartGroup();
        Frame[] frames = [Frame.Message(NameOf(0), Group, id: 0, size: 160)];
        void RelayMany() => Relay(rules, frames, 5_000);
        RelayMany();

        Assert.Equal(0, AllocatedBy(RelayMany));
    }

    [Fact]
    public void Relay_EveryoneAcknowledges_AllocatesNothing()
    {
        Group rules = StartGroup();
        Frame[] frames =
        [
            Frame.Message(NameOf(0), Group, id: 0, size: 160),
            .. Enumerable.Range(1, Members - 1).Select(i => Frame.Receipt(NameOf(i), NameOf(0), id: 0)),
            Frame.Receipt(NameOf(0), NameOf(1), id: 0),
        ];
        void RelayMany() => Relay(rules, frames, 2_000);
        RelayMany();

        Assert.Equal(0, AllocatedBy(RelayMany));
    }

    [Fact]
    public void Leave_AllMembers_AllocatesOnlyQueues()
    {
        Group rules = StartGroup();
        for (int i = 1; i < Members; i++)
            rules.Apply(Key(i), new GroupEntry(EntryKind.Leave, i), null);
        Frame frame = Frame.Message(NameOf(0), Group, id: 0, size: 160);

        long allocated = AllocatedBy(() => Relay(rules, [frame], 1_024));

        // A slot is one reference; a ring that doubles leaves as much garbage as it has at the end.
        Assert.InRange(allocated, 0, (Members - 1) * 1_024 * IntPtr.Size * 2 + (Members * 1_024));
    }

    private static void Relay(Group rules, Frame[] frames, int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            foreach (ref readonly Frame frame in frames.AsSpan())
                rules.Apply(SenderOf(frame), new GroupEntry(EntryKind.Frame, SenderOf(frame).Number, frame), null);
        }
    }

    private static Group StartGroup()
    {
        Group rules = new(Group, new GroupLimits(), new NoEvents());
        for (int i = 0; i < Members; i++)
            rules.Apply(
                Key(i),
                new GroupEntry(EntryKind.Join, i, Join: new JoinRequest(NameOf(i), Guid.Empty, 0, MayRegister: true)),
                new Sink()
            );
        return rules;
    }

    private static Identifier NameOf(int member) => Identifier.Create($"{member}");

    private static ConnectionKey Key(int member) => new(Guid.Empty, member);

    private static ConnectionKey SenderOf(Frame frame) => Key(frame.Sender[0] - '0');

    private static long AllocatedBy(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private sealed class Sink : IMemberPort
    {
        public void Joined(JoinOutcome outcome) { }

        public void Refused(EndReason reason) { }

        public bool TryDeliver(Frame frame) => true;

        public void Replaced() { }
    }

    private sealed class NoEvents : IGroupEvents
    {
        public void Dropped(Identifier group, Identifier member, DropReason reason, long count) { }

        public void UnknownRecipient(Identifier group, Identifier sender, Frame receipt) { }
    }
}
