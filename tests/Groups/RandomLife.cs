using System.Globalization;
using MGen.Contract;
using MGen.Wire;

namespace MGen.Groups.Tests;

/// <summary>
/// A group whose members join, leave, read, write and lose connections, driven by a list of bytes; it also computes
/// which frames each of them should have.
/// </summary>
internal sealed class RandomLife : IGroupEvents
{
    private const int Users = 4;

    private static readonly Identifier Group = Identifier.Create("g");

    private readonly Group _rules;
    private readonly LivingMember[] _members;
    private long _connections;
    private uint _id;

    public RandomLife(GroupLimits limits, bool withLiar = false)
    {
        _rules = new Group(Group, limits, this);
        // Half of them resume. With a liar the last one resumes, too, and may claim frames that it does not have.
        _members =
        [
            .. Enumerable
                .Range(0, Users)
                .Select(i => new LivingMember(
                    Identifier.Create($"u{i}"),
                    resumes: i % 2 == 0 || (withLiar && i == Users - 1)
                )
                {
                    Lies = withLiar && i == Users - 1,
                }),
        ];
    }

    public void Live(IEnumerable<byte> steps)
    {
        foreach (LivingMember member in _members)
            Connect(member, 0);
        foreach (byte step in steps)
            Step(_members[step & 3], (step >> 2) & 7, step >> 5);
        foreach (LivingMember member in _members)
            ReadEverything(member);
    }

    public void AssertAccountedFor(bool mayDrop)
    {
        foreach (LivingMember member in _members.Where(member => !member.Lies))
        {
            Assert.True(mayDrop || member.Dropped == 0, $"{member.Name}: {member.Dropped} dropped");
            Assert.Equal(member.Accepted.Count, member.Read.Count + member.Dropped);
            AssertWithin(member.Accepted, member.Read);
        }
    }

    void IGroupEvents.Dropped(Identifier group, Identifier member, DropReason reason, long count) =>
        _members.Single(known => known.Name.Equals(member)).Dropped += (int)count;

    void IGroupEvents.UnknownRecipient(Identifier group, Identifier sender, Frame receipt) =>
        Assert.Equal("stranger", System.Text.Encoding.UTF8.GetString(receipt.Target));

    private void Step(LivingMember member, int what, int much)
    {
        switch (what)
        {
            case 0 or 1 or 2:
                Post(member);
                break;
            case 3:
                PostReceipt(member, _members[much % Users]);
                break;
            case 4:
                Read(member, much);
                break;
            case 5:
                Lose(member);
                break;
            case 6:
                Connect(member, much);
                break;
            default:
                ReadEverything(member);
                break;
        }
    }

    private void Post(LivingMember sender)
    {
        if (sender.Port is null)
            return;
        Frame frame = Frame.Message(sender.Name, Group, _id++, 160);
        Accept(frame, _members.Where(member => member != sender && member.IsRegistered));
        Apply(sender, new GroupEntry(EntryKind.Frame, sender.Connection, frame));
    }

    /// <summary>
    /// Acknowledges the last message read, as a messenger does; if none was read, a message that does not exist.
    /// </summary>
    private void PostReceipt(LivingMember sender, LivingMember target)
    {
        if (sender.Port is null)
            return;
        Frame? last = sender.Read.Where(read => !read.IsReceipt).Select(read => (Frame?)read).LastOrDefault();
        Frame frame = last is { } message
            ? Frame.Receipt(
                sender.Name,
                Identifier.Create(System.Text.Encoding.UTF8.GetString(message.Sender)),
                message.Id
            )
            : Frame.Receipt(sender.Name, sender == target ? Identifier.Create("stranger") : target.Name, 4_000_000_000);
        Accept(frame, _members.Where(member => frame.Target.SequenceEqual(member.Name.Utf8)));
        Apply(sender, new GroupEntry(EntryKind.Frame, sender.Connection, frame));
    }

    private static void Accept(Frame frame, IEnumerable<LivingMember> recipients)
    {
        foreach (LivingMember recipient in recipients)
            recipient.Accepted.Add(frame);
    }

    private void Read(LivingMember member, int much)
    {
        if (member.Port is not { } port)
            return;
        for (int i = 0; i < much && port.Given.TryDequeue(out Frame frame); i++)
            member.Take(frame);
        if (!port.WasFull)
            return;
        port.WasFull = false;
        Apply(member, new GroupEntry(EntryKind.Ready, member.Connection));
    }

    private void ReadEverything(LivingMember member)
    {
        if (member.Port is null)
            Connect(member, 7);
        while (member.Port!.Given.Count > 0 || member.Port.WasFull)
            Read(member, int.MaxValue);
    }

    private void Lose(LivingMember member)
    {
        if (member.Port is not { } port)
            return;
        GroupEntry leave = member.Leave();
        Assert.Same(port, member.Gone);
        _rules.Apply(new ConnectionKey(Guid.Empty, leave.Connection), leave, null);
    }

    /// <summary>
    /// Connects. The group closes an existing connection if the member resumes; otherwise that connection ends first.
    /// </summary>
    private void Connect(LivingMember member, int much)
    {
        if (!member.Resumes)
            Lose(member);
        (long before, bool replaces) = (member.Connection, member.Port is not null);
        GroupEntry? leave = replaces ? member.Leave() : null;
        member.Connection = ++_connections;
        TestPort port = new(capacity: 1 + much);
        member.Port = port;
        member.IsRegistered = true;
        Apply(member, new GroupEntry(EntryKind.Join, member.Connection, Join: member.Request(much)));
        if (leave is not { } last)
            return;
        Assert.True(member.Gone!.IsReplaced);
        Assert.Null(port.Outcome);
        _rules.Apply(new ConnectionKey(Guid.Empty, before), last, null);
        Assert.NotNull(port.Outcome);
    }

    private void Apply(LivingMember member, GroupEntry entry) =>
        _rules.Apply(new ConnectionKey(Guid.Empty, member.Connection), entry, member.Port);

    /// <summary>Checks that the frames read are a subsequence of those accepted: same order, none twice.</summary>
    private static void AssertWithin(List<Frame> accepted, List<Frame> read)
    {
        int at = 0;
        foreach (Frame frame in read)
        {
            while (at < accepted.Count && accepted[at] != frame)
                at++;
            Assert.True(
                at < accepted.Count,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{FrameText.Format(frame)} is doubled, misplaced or was never accepted"
                )
            );
            at++;
        }
    }
}
