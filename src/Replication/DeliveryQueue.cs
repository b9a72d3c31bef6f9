namespace MGen.Replication;

/// <summary>
/// A primary's deliveries: one under way to each gateway, with everything that was released meanwhile, again and again until the gateway has taken it or
/// has left the cluster.
/// </summary>
internal sealed class DeliveryQueue(Replica replica, PartitionState state)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>A delivery without an answer for so long was lost.</summary>
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(15);

    private readonly Dictionary<Guid, Destination> _destinations = [];
    private readonly Dictionary<Guid, (long Session, long Number)> _taken = [];
    private readonly List<PartitionInput> _news = [];

    /// <summary>Whether gateways have taken items that the backups do not know of.</summary>
    public bool HasNews => _taken.Count > 0;

    /// <summary>Whether gateways have left the cluster whose connections are still known.</summary>
    public bool HasLostGateways { get; private set; }

    /// <summary>What the replicas must learn: what gateways have taken, and which have left.</summary>
    public IReadOnlyList<PartitionInput> TakeNews()
    {
        _news.Clear();
        foreach ((Guid gateway, (long session, long number)) in _taken)
            _news.Add(new PartitionInput(InputKind.Taken, gateway, session, number));
        _taken.Clear();
        if (HasLostGateways)
        {
            foreach (GatewayStream stream in state.Streams.Where(stream => replica.View.Dead.Contains(stream.Address)))
                _news.Add(new PartitionInput(InputKind.GatewayGone, stream.Gateway, stream.Session, 0));
        }
        HasLostGateways = false;
        return _news;
    }

    /// <summary>Everything applied is committed: its items may leave.</summary>
    public void Release(TimeSpan now)
    {
        foreach (GatewayStream stream in state.Streams)
        {
            stream.Released = stream.Next;
            Offer(stream, now);
        }
    }

    public void TakeAnswer(DeliveryBatch batch, long taken, TimeSpan now)
    {
        if (!_destinations.TryGetValue(batch.Gateway, out Destination? destination) || destination.UnderWay != batch)
            return;
        destination.UnderWay = null;
        GatewayStream? stream = state.FindStream(batch.Gateway);
        if (stream is null || stream.Session != batch.Session)
        {
            destination.Pause = TimeSpan.Zero;
        }
        else if (taken < batch.First)
        {
            destination.Pause = destination.Pause == TimeSpan.Zero ? FirstPause : destination.Pause < LongestPause ? 2 * destination.Pause : LongestPause;
            destination.NotBefore = now + destination.Pause;
        }
        else
        {
            destination.Pause = TimeSpan.Zero;
            // The stream itself changes by an input only, so that every replica changes it between the same inputs.
            destination.Taken = (batch.Session, Math.Max(batch.First, Math.Min(taken, stream.Released)));
            _taken[batch.Gateway] = destination.Taken;
        }
        if (stream is not null)
            Offer(stream, now);
    }

    public void Tick(TimeSpan now)
    {
        HasLostGateways = state.Streams.Any(stream => replica.View.Dead.Contains(stream.Address));
        foreach (GatewayStream stream in state.Streams)
        {
            if (_destinations.TryGetValue(stream.Gateway, out Destination? destination) && destination.UnderWay is { } batch && now - destination.SentAt >= AnswerTimeout)
                TakeAnswer(batch, -1, now);
            Offer(stream, now);
        }
    }

    private void Offer(GatewayStream stream, TimeSpan now)
    {
        if (FirstUntaken(stream) >= stream.Released || replica.View.Dead.Contains(stream.Address))
            return;
        if (!_destinations.TryGetValue(stream.Gateway, out Destination? destination))
            _destinations.Add(stream.Gateway, destination = new Destination());
        if (destination.UnderWay is not null || (destination.Pause > TimeSpan.Zero && now < destination.NotBefore))
            return;
        destination.UnderWay = DeliveryCodec.Encode(replica.Partition, replica.Config!, stream, FirstUntaken(stream), replica.Settings.DeliveryItems);
        destination.SentAt = now;
        replica.Output.Deliveries.Add((stream.Address, destination.UnderWay));
    }

    private long FirstUntaken(GatewayStream stream) =>
        _destinations.TryGetValue(stream.Gateway, out Destination? destination) && destination.Taken.Session == stream.Session ? Math.Max(stream.First, destination.Taken.Number) : stream.First;

    private sealed class Destination
    {
        /// <summary>Up to which item of a session the gateway has the stream; an input tells the replicas.</summary>
        public (long Session, long Number) Taken { get; set; }

        public DeliveryBatch? UnderWay { get; set; }

        public TimeSpan SentAt { get; set; }

        public TimeSpan Pause { get; set; }

        public TimeSpan NotBefore { get; set; }
    }
}
