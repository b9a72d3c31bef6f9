using MGen.Groups;
using MGen.Wire;

namespace MGen.Replication;

/// <summary>What a partition answers to a post.</summary>
public enum PostStatus : byte
{
    /// <summary>Every replica in sync has applied it.</summary>
    Accepted,

    /// <summary>This replica is not the primary, or no longer; whether the post was applied is unknown. Retransmit it to the primary.</summary>
    NotPrimary,

    /// <summary>Posts before it are missing: the partition does not know this session. Open a new one.</summary>
    UnknownSession,

    /// <summary>It cannot be decoded. Drop it; nothing of it was applied, and the session goes on with the next number being this one's.</summary>
    Malformed,
}

/// <summary>The answer to a post.</summary>
/// <param name="Status">The outcome.</param>
/// <param name="Epoch">The answering replica's epoch; 0 if it has none.</param>
/// <param name="Incarnation">The partition's incarnation; 0 unless accepted.</param>
/// <param name="Primary">Of <see cref="PostStatus.NotPrimary"/>: the primary, if known.</param>
public readonly record struct PostAnswer(PostStatus Status, long Epoch, long Incarnation, NodeId Primary = default);

/// <summary>What a gateway does after an answer to its post.</summary>
public enum PostOutcome
{
    /// <summary>The partition has it; go on with the next.</summary>
    Done,

    /// <summary>Retransmit the same post.</summary>
    Retransmit,

    /// <summary>
    /// The partition has lost its state or does not know the session. The session was reset: end every connection whose group is in this partition, and
    /// drop the post, which was for those connections.
    /// </summary>
    Lost,
}

/// <summary>
/// A gateway's session with one partition: numbers the posts, recognises repeated items and stale primaries, and notices a partition that lost its
/// state. Pure; thread-safe, because posts are made and items arrive on different threads.
/// </summary>
/// <param name="partition">The partition.</param>
/// <param name="gateway">The gateway process.</param>
/// <param name="address">The gateway's node.</param>
/// <param name="find">Finds a connection by its number; <c>null</c> if it has ended.</param>
/// <param name="onLost">Ends the connections whose groups are in this partition. Called outside the lock.</param>
public sealed class GatewaySession(int partition, Guid gateway, NodeId address, Func<long, IMemberPort?> find, Action<int> onLost)
{
    private readonly Lock _lock = new();
    private long _session = 1;
    private long _posts;
    private long _nextItem;
    private long _epoch;
    private long _incarnation;

    /// <summary>The partition.</summary>
    public int Partition => partition;

    /// <summary>Whether the partition knows this session: at least one post was accepted. Only then a loss of state concerns it.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_lock)
                return _incarnation != 0;
        }
    }

    /// <summary>Makes the next post. One post at a time: the next one only after <see cref="TakeAnswer"/> gave another outcome than retransmission.</summary>
    /// <param name="entries">Entries encoded by <see cref="Groups.Codecs.EntryCodec"/>; may be empty.</param>
    public PartitionInput CreatePost(byte[] entries)
    {
        lock (_lock)
            return new PartitionInput(InputKind.Post, gateway, _session, ++_posts, address, entries);
    }

    /// <summary>Decides what an answer to a post means.</summary>
    public PostOutcome TakeAnswer(PartitionInput post, PostAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(post);
        lock (_lock)
        {
            if (answer.Epoch < _epoch && answer.Status != PostStatus.NotPrimary)
                return PostOutcome.Retransmit; // a primary that was superseded
            if (post.Session != _session)
                return PostOutcome.Lost; // a delivery has told of the loss meanwhile
            _epoch = Math.Max(_epoch, answer.Epoch);
            switch (answer.Status)
            {
                case PostStatus.Accepted when _incarnation == 0 || _incarnation == answer.Incarnation:
                    _incarnation = answer.Incarnation;
                    return PostOutcome.Done;
                case PostStatus.Malformed:
                    _posts--;
                    return PostOutcome.Done;
                case PostStatus.NotPrimary:
                    return PostOutcome.Retransmit;
                default:
                    Reset();
                    break;
            }
        }
        onLost(partition);
        return PostOutcome.Lost;
    }

    /// <summary>Gives the items of a batch to their connections, each once.</summary>
    /// <returns>Up to which number the gateway has the stream's items; -1 if the batch is refused: its primary was superseded, or is not known to this session.</returns>
    /// <exception cref="InvalidDataException">The batch cannot be decoded.</exception>
    public long Take(DeliveryBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        lock (_lock)
        {
            if (batch.Epoch < _epoch || batch.Session > _session)
                return -1;
            if (batch.Session < _session)
                return batch.First + batch.Count; // its connections have ended: the partition need not keep the items
            if (_incarnation == 0 || _incarnation == batch.Incarnation)
                return Accept(batch);
            _epoch = batch.Epoch;
            Reset();
        }
        onLost(partition);
        return -1;
    }

    private long Accept(DeliveryBatch batch)
    {
        if (batch.First > _nextItem)
            return -1; // items are missing; the partition keeps what was not taken, so it sends them first
        _epoch = batch.Epoch;
        _incarnation = batch.Incarnation;
        DeliveryCodec.Deliver(batch, _nextItem - batch.First, find);
        return _nextItem = Math.Max(_nextItem, batch.First + batch.Count);
    }

    private void Reset()
    {
        _session++;
        _posts = 0;
        _nextItem = 0;
        _incarnation = 0;
    }
}
