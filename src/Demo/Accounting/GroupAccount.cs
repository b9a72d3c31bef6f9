using System.Numerics;
using MGen.Demo.People;
using MGen.Wire;

namespace MGen.Demo.Accounting;

/// <summary>
/// The messages of one group that are not settled. Settled ones are removed, so memory does not grow with time.
/// Thread-safe.
/// </summary>
internal sealed class GroupAccount(DemoGroup group)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(int Sender, uint Id), OpenMessage> _open = [];
    private readonly Dictionary<Identifier, int> _places = Enumerable
        .Range(0, group.Members.Count)
        .ToDictionary(place => group.Members[place]);

    /// <summary>The number of recipients of each message.</summary>
    public int OthersCount => group.Members.Count - 1;

    /// <summary>Adds a message.</summary>
    /// <returns><c>false</c> if the sender has used this number before.</returns>
    public bool TrySend(Identifier sender, uint id, long sentAt)
    {
        int place = _places[sender];
        uint others = ((1u << group.Members.Count) - 1) & ~(1u << place);
        lock (_gate)
            return _open.TryAdd((place, id), new OpenMessage(sentAt, others));
    }

    /// <summary>Notes that a member processed a message.</summary>
    /// <returns>Timestamp of the message's creation; <c>null</c> if the delivery was not expected.</returns>
    public long? Deliver(Identifier sender, uint id, Identifier member)
    {
        lock (_gate)
            return Find(sender, id) is { } message && message.TryDeliver(_places[member]) ? message.SentAt : null;
    }

    /// <summary>Notes that a member's receipt reached the sender.</summary>
    /// <returns><c>false</c> if the receipt was not expected.</returns>
    public bool TryAcknowledge(Identifier sender, uint id, Identifier member)
    {
        lock (_gate)
        {
            if (
                Find(sender, id) is not { } message
                || !_places.TryGetValue(member, out int place)
                || !message.TryAcknowledge(place)
            )
                return false;
            if (message.IsSettled)
                _open.Remove((_places[sender], id));
            return true;
        }
    }

    /// <summary>The number of deliveries that have been outstanding for at least this time.</summary>
    public long CountWaiting(TimeProvider clock, TimeSpan least)
    {
        lock (_gate)
            return _open
                .Values.Where(message => clock.GetElapsedTime(message.SentAt) >= least)
                .Sum(message => (long)BitOperations.PopCount(message.Undelivered));
    }

    /// <summary>All outstanding deliveries and receipts.</summary>
    public IReadOnlyList<OpenFate> OpenFates()
    {
        lock (_gate)
        {
            return
            [
                .. _open.SelectMany(entry =>
                    FatesOf(entry.Key, entry.Value.Undelivered, isDelivered: false)
                        .Concat(FatesOf(entry.Key, entry.Value.Unacknowledged, isDelivered: true))
                ),
            ];
        }
    }

    private IEnumerable<OpenFate> FatesOf((int Sender, uint Id) message, uint members, bool isDelivered)
    {
        for (uint left = members; left != 0; left &= left - 1)
            yield return new OpenFate(
                group.Name,
                group.Members[message.Sender],
                message.Id,
                group.Members[BitOperations.TrailingZeroCount(left)],
                isDelivered
            );
    }

    private OpenMessage? Find(Identifier sender, uint id) =>
        _places.TryGetValue(sender, out int place) ? _open.GetValueOrDefault((place, id)) : null;
}

/// <summary>A message with outstanding deliveries or receipts. A member is a bit, by its index in the group.</summary>
/// <param name="sentAt">Timestamp of the message's creation.</param>
/// <param name="members">All members but the sender.</param>
internal sealed class OpenMessage(long sentAt, uint members)
{
    private uint _unacknowledged = members;

    /// <summary>Timestamp of the message's creation.</summary>
    public long SentAt { get; } = sentAt;

    /// <summary>The members whose delivery is outstanding.</summary>
    public uint Undelivered { get; private set; } = members;

    /// <summary>The members with a delivery whose receipt is outstanding.</summary>
    public uint Unacknowledged => _unacknowledged & ~Undelivered;

    /// <summary>Whether all members have it and the sender has all receipts.</summary>
    public bool IsSettled => _unacknowledged == 0;

    /// <summary>Notes a delivery; <c>false</c> if it is not the first one to this member.</summary>
    public bool TryDeliver(int member)
    {
        bool isFirst = (Undelivered & (1u << member)) != 0;
        Undelivered &= ~(1u << member);
        return isFirst;
    }

    /// <summary>
    /// Notes a receipt; <c>false</c> if the member does not have the message, or it is not the first receipt.
    /// </summary>
    public bool TryAcknowledge(int member)
    {
        bool isFirst = (Unacknowledged & (1u << member)) != 0;
        _unacknowledged &= ~(isFirst ? 1u << member : 0);
        return isFirst;
    }
}
