using MGen.Groups;
using MGen.Wire;

namespace MGen.Replication;

/// <summary>A partition's response to a post (a gateway's numbered batch of entries).</summary>
public enum PostStatus : byte
{
    /// <summary>Every replica in sync has applied the post.</summary>
    Accepted,

    /// <summary>
    /// The responding replica is not the primary, or stopped leading. It is unknown whether the post was applied: the
    /// gateway retransmits it to the primary.
    /// </summary>
    NotPrimary,

    /// <summary>
    /// Earlier posts are missing: the partition does not know this session. The gateway opens a new one.
    /// </summary>
    UnknownSession,

    /// <summary>
    /// The entries cannot be decoded. The gateway drops the post, of which nothing was applied, and uses its number for
    /// the next post of the session.
    /// </summary>
    Malformed,
}

/// <summary>The response to a post.</summary>
/// <param name="Status">The outcome.</param>
/// <param name="Epoch">The responding replica's epoch; 0 if it has none.</param>
/// <param name="Incarnation">The partition's incarnation; 0 for <see cref="PostStatus.NotPrimary"/>.</param>
/// <param name="Primary">For <see cref="PostStatus.NotPrimary"/>: the primary, if known.</param>
public readonly record struct PostResponse(PostStatus Status, long Epoch, long Incarnation, NodeId Primary = default);

/// <summary>What a gateway does after the response to its post.</summary>
public enum PostOutcome
{
    /// <summary>The partition has the post, or the post is malformed and dropped: continue with the next one.</summary>
    Done,

    /// <summary>Retransmit the same post.</summary>
    Retransmit,

    /// <summary>
    /// The partition has lost its state or does not know the session. The session was reset: end every connection whose
    /// group is in this partition, and drop the post, whose entries were for those connections. Then post a leave for
    /// each of those connections, also for those that ended before. These posts make the partition forget the old
    /// session, of which it may have accepted a post.
    /// </summary>
    Lost,
}

/// <summary>
/// A gateway's session with one partition: it numbers the posts, recognises repeated items and superseded primaries,
/// and detects that a partition has lost its state. No clock or socket. Thread-safe, because posts are created and
/// items arrive on different threads.
/// </summary>
/// <param name="partition">The partition.</param>
/// <param name="gateway">The gateway process.</param>
/// <param name="address">The gateway's member identity.</param>
/// <param name="find">
/// Finds a connection by its number; <c>null</c> if it has ended. Called under the session's lock, so that the items of
/// two batches cannot reach a connection out of order.
/// </param>
/// <param name="onLost">
/// Ends the connections whose groups are in this partition. Called outside the lock: it calls back into the gateway.
/// </param>
public sealed class GatewaySession(
    int partition,
    Guid gateway,
    NodeId address,
    Func<long, IMemberPort?> find,
    Action<int> onLost
)
{
    private readonly Lock _lock = new();
    private long _session = 1;
    private long _posts;
    private long _nextItem;
    private long _epoch;
    private long _incarnation;

    /// <summary>The partition.</summary>
    public int Partition => partition;

    /// <summary>
    /// Whether the partition is known to have this session, because it has accepted a post or sent a delivery. Only
    /// then does a loss of the partition's state affect this gateway.
    /// </summary>
    public bool IsOpen
    {
        get
        {
            lock (_lock)
                return _incarnation != 0;
        }
    }

    /// <summary>The highest epoch seen; 0 if none. Travels with each post.</summary>
    public long Epoch
    {
        get
        {
            lock (_lock)
                return _epoch;
        }
    }

    /// <summary>
    /// Creates the next post. At most one post is outstanding: call this only after the outcome of the one before is
    /// known (<see cref="TakeResponse"/>) and is not <see cref="PostOutcome.Retransmit"/>.
    /// </summary>
    /// <param name="entries">Entries encoded by <see cref="Groups.Codecs.EntryCodec"/>; may be empty.</param>
    public PartitionInput CreatePost(byte[] entries)
    {
        lock (_lock)
            return new PartitionInput(InputKind.Post, gateway, _session, ++_posts, address, entries);
    }

    /// <summary>Decides what the response to a post means, and updates the session.</summary>
    public PostOutcome TakeResponse(PartitionInput post, PostResponse answer)
    {
        ArgumentNullException.ThrowIfNull(post);
        lock (_lock)
        {
            if (answer.Epoch < _epoch && answer.Status != PostStatus.NotPrimary)
                return PostOutcome.Retransmit; // from a superseded primary, which may not know the latest posts
            if (post.Session != _session)
                return PostOutcome.Lost; // a delivery has already reported the loss and reset the session
            // Also from a replica that does not lead: the next post carries this epoch, and the primary that receives
            // the post raises its own epoch to it.
            _epoch = Math.Max(_epoch, answer.Epoch);
            switch (answer.Status)
            {
                case PostStatus.Accepted when _incarnation == 0 || _incarnation == answer.Incarnation:
                    _incarnation = answer.Incarnation;
                    return PostOutcome.Done;
                case PostStatus.Malformed:
                    _posts--; // the number was not used, and the next post must not leave a gap
                    return PostOutcome.Done;
                case PostStatus.NotPrimary:
                    return PostOutcome.Retransmit;
                // Accepted in another incarnation is a loss, too: the earlier posts of this session were lost with the
                // state.
                default:
                    Reset();
                    break;
            }
        }
        onLost(partition);
        return PostOutcome.Lost;
    }

    /// <summary>Passes the items of a batch to their connections, each item once.</summary>
    /// <returns>
    /// How many items of the stream the gateway now has: the acknowledgement. -1 if the batch is refused, because its
    /// primary was superseded, items before it are missing, the session is not known here, or the partition has lost
    /// its state.
    /// </returns>
    /// <exception cref="InvalidDataException">The batch cannot be decoded.</exception>
    public long Receive(DeliveryBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        lock (_lock)
        {
            // This process numbers its sessions itself, so a higher number cannot be of this process.
            if (batch.Epoch < _epoch || batch.Session > _session)
                return -1;
            if (batch.Session < _session)
                return batch.First + batch.Count; // its connections have ended, so the partition may drop the items
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
            return -1; // items before the batch are missing; the partition keeps them until they are acknowledged
        _epoch = batch.Epoch;
        _incarnation = batch.Incarnation;
        // Still under the lock: two batches may arrive on two links, and must not overtake each other on the last step.
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
