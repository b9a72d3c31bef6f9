using MGen.Grains;
using MGen.Wire;
using Orleans.Concurrency;

namespace MGen.Silo;

/// <summary>
/// The grain of a group. The grain has no state; it uses the state of the partition. It is reentrant, because a receive
/// waits while other calls arrive.
/// </summary>
[Reentrant, GroupPlacement]
internal sealed class GroupGrain(GroupConnections connections, TimeProvider clock) : Grain, IGroupGrain
{
    private static readonly TimeSpan LongestReceive = TimeSpan.FromSeconds(1);

    private Identifier Name => field ??= GroupGrains.GetName(this.GetPrimaryKeyString());

    public async Task<JoinResponse> JoinAsync(JoinCall join)
    {
        Identifier user = Identifier.Create(join.User);
        // Opened before the join: the group delivers as soon as it has the member.
        GrainConnection connection = connections.Open(user, Name);
        JoinRequest request = new(user, join.Session, join.Received, join.MayRegister)
        {
            Group = Name,
            Window = GrainConnection.Window,
        };
        await connections.PostAsync(Name, new GroupEntry(EntryKind.Join, connection.Number, Join: request));
        return await connection.Joined is { } outcome
            ? new JoinResponse(connection.Number, outcome.IsNewMember, outcome.Received)
            : new JoinResponse(0, false, Resumption.UnknownSession);
    }

    public async Task PostAsync(long connection, long number, byte[] header)
    {
        GrainConnection from = connections.Get(Name, connection);
        Frame frame = Check(from, header);
        // The grain is reentrant, so two posts of one connection could otherwise overtake each other at the await
        // below.
        await from.Posting.WaitAsync();
        try
        {
            if (number <= from.LastPosted)
                return; // a retransmission of a call whose response was lost
            if (number != from.LastPosted + 1)
                throw new ArgumentException(
                    $"frame {number} was posted, but the next frame is {from.LastPosted + 1}",
                    nameof(number)
                );
            await connections.PostAsync(Name, new GroupEntry(EntryKind.Frame, connection, frame));
            // After the post, because if the post fails, the caller retransmits the same number.
            from.LastPosted = number;
        }
        finally
        {
            from.Posting.Release();
        }
    }

    public async Task<byte[][]> ReceiveAsync(long connection, long received)
    {
        GrainConnection at = connections.Get(Name, connection);
        if (at.Acknowledge(received))
            await connections.PostAsync(Name, new GroupEntry(EntryKind.Ready, connection, Delivered: received));
        (byte[][] headers, Task changed) = at.Take();
        if (headers.Length > 0)
            return headers;
        // The wait is bounded, because the next message may arrive later than Orleans' time-out for a call.
        await Task.WhenAny(changed, Task.Delay(LongestReceive, clock));
        return at.Take().Headers;
    }

    public Task LeaveAsync(long connection, long received)
    {
        GrainConnection at = connections.Get(Name, connection);
        at.Acknowledge(received);
        return connections.LeaveAsync(at, received);
    }

    public async Task<GroupMemberState[]> DescribeAsync()
    {
        try
        {
            return
            [
                .. (await connections.DescribeAsync(Name)).Select(member => new GroupMemberState(
                    member.Name.Text,
                    member.IsAway,
                    member.Waiting,
                    member.Unconfirmed
                )),
            ];
        }
        catch (GroupMovedException) when (!connections.HasConnections(Name))
        {
            DeactivateOnIdle(); // the next call activates the grain on the silo that is then primary
            throw;
        }
    }

    private static Frame Check(GrainConnection from, byte[] header)
    {
        Frame frame = Frame.Parse(header);
        if (!frame.Sender.SequenceEqual(from.User.Utf8))
            throw new ArgumentException($"the frame's sender is not {from.User}", nameof(header));
        if (!frame.IsReceipt && !frame.Target.SequenceEqual(from.Group.Utf8))
            throw new ArgumentException($"the frame is not for {from.Group}", nameof(header));
        return frame;
    }
}
