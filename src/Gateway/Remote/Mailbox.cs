using MGen.Grains;
using MGen.Grains.Blobs;
using MGen.Grains.Partitions;

namespace MGen.Gateway.Remote;

/// <summary>
/// Where a gateway's items from partitions arrive: numbered per partition, so that what comes again is noticed. A partition that begins a new life
/// knows none of our connections: they are ended, and their clients come again. Thread-safe.
/// </summary>
/// <param name="find">Finds a connection by its number.</param>
/// <param name="onLost">A partition has lost everything; its connections must end.</param>
internal sealed class Mailbox(Func<long, IMemberPort?> find, Action<int> onLost)
{
    private readonly Shelf[] _shelves = [.. Enumerable.Range(0, PartitionMap.Count).Select(_ => new Shelf())];

    /// <summary>Takes items.</summary>
    /// <returns>Up to which number they are here.</returns>
    public long Take(DeliveryBatch batch)
    {
        Shelf shelf = _shelves[batch.Partition];
        Meet(batch.Partition, batch.Incarnation);
        lock (shelf)
        {
            if (shelf.Incarnation != batch.Incarnation)
                return -1;
            // A gap would be a partition that forgets before we have it; it keeps what was not taken, so this is its first word to us.
            long known = Math.Max(0, shelf.Next - batch.First);
            DeliveryCodec.Deliver(batch, known, find);
            return shelf.Next = Math.Max(shelf.Next, batch.First + batch.Count);
        }
    }

    /// <summary>Learns which life of a partition this is.</summary>
    public void Meet(int partition, Guid incarnation)
    {
        Shelf shelf = _shelves[partition];
        lock (shelf)
        {
            if (shelf.Incarnation == incarnation)
                return;
            bool isFirst = shelf.Incarnation == Guid.Empty;
            (shelf.Incarnation, shelf.Next) = (incarnation, 0);
            if (isFirst)
                return;
        }
        onLost(partition);
    }

    /// <summary>What is known of one partition.</summary>
    private sealed class Shelf
    {
        public Guid Incarnation { get; set; }

        public long Next { get; set; }
    }
}
