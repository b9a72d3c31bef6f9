namespace MGen.Grains.Partitions;

/// <summary>
/// A partition and one gateway: which posts came from it, and what goes to it. Items are numbered from 0 and kept until the gateway has taken
/// them; a gateway that gets one twice knows it by its number.
/// </summary>
internal sealed class GatewayStream(Guid gateway, SiloAddress address)
{
    private readonly Queue<Outgoing> _items = new();

    public Guid Gateway { get; } = gateway;

    public SiloAddress Address { get; } = address;

    /// <summary>The last post that was applied.</summary>
    public long LastPost { get; set; }

    /// <summary>The number of the oldest item that is kept.</summary>
    public long First { get; private set; }

    /// <summary>The number of the next item.</summary>
    public long Next => First + _items.Count;

    /// <summary>Up to which number items may leave: what the backup knows of, too.</summary>
    public long Released { get; set; }

    /// <summary>The kept items, oldest first.</summary>
    public IReadOnlyCollection<Outgoing> Items => _items;

    public void Add(in Outgoing item) => _items.Enqueue(item);

    /// <summary>The gateway has everything before this number.</summary>
    public void Taken(long number)
    {
        for (; First < number && _items.TryDequeue(out _); First++)
        {
        }
    }

    /// <summary>Goes on where another silo was.</summary>
    public void StartAt(long first) => First = first;
}
