using MGen.Groups;
using MGen.Wire;

namespace MGen.Replication.Tests.Simulation;

/// <summary>Identifies a message or receipt. The names of clients are u0, u1 and so on.</summary>
/// <param name="Sender">The sender's number.</param>
/// <param name="Recipient">For a receipt the number of its recipient; else -1.</param>
/// <param name="Id">The message's number.</param>
internal readonly record struct FrameKey(int Sender, int Recipient, uint Id)
{
    public static FrameKey Create(Frame frame) =>
        new(GetNumber(frame.Sender), frame.IsReceipt ? GetNumber(frame.Target) : -1, frame.Id);

    public override string ToString() =>
        Recipient < 0 ? $"u{Sender} {Id}" : $"receipt of u{Sender} for u{Recipient} {Id}";

    private static int GetNumber(ReadOnlySpan<byte> name) => name[1] - '0';
}

/// <summary>Records which frames must arrive, and which may be missing.</summary>
internal sealed class Ledger
{
    private readonly Dictionary<FrameKey, long> _sent = [];
    private readonly Dictionary<FrameKey, (long Incarnation, int Partition)> _accepted = [];
    private readonly HashSet<FrameKey> _unknownRecipients = [];
    private readonly Dictionary<string, long> _mayMiss = [];
    private readonly Dictionary<(int, long), NodeId> _committers = [];

    public void Sent(Frame frame, long now) => _sent.TryAdd(FrameKey.Create(frame), now);

    public void Accepted(GroupEntry[] entries, long incarnation, int partition)
    {
        foreach (GroupEntry entry in entries)
        {
            if (entry.Kind == EntryKind.Frame)
                _accepted[FrameKey.Create(entry.Frame)] = (incarnation, partition);
        }
    }

    public void Dropped(Identifier member, long count) => MayMiss(member, count);

    public void UnknownRecipient(Frame receipt) => _unknownRecipients.Add(FrameKey.Create(receipt));

    /// <summary>A gateway died with frames that it had acknowledged and the client may not have.</summary>
    public void Unknown(Identifier client, long count) => MayMiss(client, count);

    public void Committed(int partition, long epoch, NodeId node)
    {
        if (_committers.TryAdd((partition, epoch), node) || _committers[(partition, epoch)] == node)
            return;
        throw new Violation($"{_committers[(partition, epoch)]} and {node} commit in epoch {epoch}");
    }

    /// <summary>Describes frames that are missing without a reason; <c>null</c> if there are none.</summary>
    public string? FindMissing(World world)
    {
        foreach (SimClient client in world.Clients)
        {
            if (
                client.Registered is not { } registered
                || world.Table.Rows[client.Partition]?.Incarnation != registered.Incarnation
            )
                continue;
            long missing = 0;
            FrameKey first = default;
            foreach ((FrameKey key, (long incarnation, int partition)) in _accepted)
            {
                if (
                    partition != client.Partition
                    || incarnation != registered.Incarnation
                    || !client.MustHave(key)
                    || _sent[key] <= registered.At
                    || _unknownRecipients.Contains(key)
                )
                    continue;
                first = missing++ == 0 ? key : first;
            }
            long mayMiss = _mayMiss.GetValueOrDefault(client.Name.Text);
            if (missing > mayMiss)
                return $"{client.Name} lacks {missing} frames, the first {first}; {mayMiss} may be missing";
        }
        return null;
    }

    private void MayMiss(Identifier member, long count) =>
        _mayMiss[member.Text] = _mayMiss.GetValueOrDefault(member.Text) + count;
}
