namespace MGen.Replication;

/// <summary>
/// A primary's deliveries to gateways. One delivery is outstanding per gateway; items released in the meantime go into
/// the next one. A delivery is retransmitted until the gateway acknowledges it or has left the cluster.
/// </summary>
internal sealed class DeliveryQueue(Replica replica, PartitionState state)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>A delivery without a response after this time is counted as lost and retransmitted.</summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(15);

    private readonly Dictionary<Guid, Destination> _destinations = [];
    private readonly Dictionary<Guid, (long Session, long Number)> _acknowledged = [];
    private readonly List<PartitionInput> _inputs = [];

    /// <summary>Whether gateways have acknowledged items of which no input has informed the replicas yet.</summary>
    public bool HasAcknowledgements => _acknowledged.Count > 0;

    /// <summary>Whether the state still has connections of gateways that have left the cluster.</summary>
    public bool HasLostGateways { get; private set; }

    /// <summary>
    /// Returns the inputs by which all replicas learn which items gateways have acknowledged and which gateways have
    /// left. The list is valid until the next call.
    /// </summary>
    public IReadOnlyList<PartitionInput> DequeueInputs()
    {
        _inputs.Clear();
        foreach ((Guid gateway, (long session, long number)) in _acknowledged)
            _inputs.Add(new PartitionInput(InputKind.Acknowledged, gateway, session, number));
        _acknowledged.Clear();
        if (HasLostGateways)
        {
            foreach (GatewayStream stream in state.Streams.Where(stream => replica.View.Dead.Contains(stream.Address)))
                _inputs.Add(new PartitionInput(InputKind.GatewayGone, stream.Gateway, stream.Session, 0));
        }
        HasLostGateways = false;
        return _inputs;
    }

    /// <summary>Called when all applied inputs are committed: releases their items and sends them.</summary>
    public void Release(TimeSpan now)
    {
        foreach (GatewayStream stream in state.Streams)
        {
            // A commit covers all applied inputs, because none is applied while one is in progress (Primary.Flush).
            stream.Released = stream.Next;
            Offer(stream, now);
        }
    }

    /// <summary>Takes a gateway's response to a delivery.</summary>
    /// <param name="batch">The delivery.</param>
    /// <param name="acknowledged">
    /// How many items of the stream the gateway has; less than the number of the batch's first item if the gateway
    /// refused the batch.
    /// </param>
    /// <param name="now">The host's time.</param>
    public void TakeResponse(DeliveryBatch batch, long acknowledged, TimeSpan now)
    {
        // The response to a delivery that was given up after ResponseTimeout is ignored: the response to its
        // retransmission counts.
        if (!_destinations.TryGetValue(batch.Gateway, out Destination? destination) || destination.Outstanding != batch)
            return;
        destination.Outstanding = null;
        GatewayStream? stream = state.FindStream(batch.Gateway);
        if (stream is null || stream.Session != batch.Session)
        {
            destination.Pause = TimeSpan.Zero;
        }
        else if (acknowledged < batch.First)
        {
            destination.Pause =
                destination.Pause == TimeSpan.Zero ? FirstPause
                : destination.Pause < LongestPause ? 2 * destination.Pause
                : LongestPause;
            destination.NotBefore = now + destination.Pause;
        }
        else
        {
            destination.Pause = TimeSpan.Zero;
            // Only an input changes the stream itself, so that every replica changes it between the same two inputs.
            destination.Acknowledged = (batch.Session, Math.Max(batch.First, Math.Min(acknowledged, stream.Released)));
            _acknowledged[batch.Gateway] = destination.Acknowledged;
        }
        if (stream is not null)
            Offer(stream, now);
    }

    public void Tick(TimeSpan now)
    {
        HasLostGateways = state.Streams.Any(stream => replica.View.Dead.Contains(stream.Address));
        foreach (GatewayStream stream in state.Streams)
        {
            if (
                _destinations.TryGetValue(stream.Gateway, out Destination? destination)
                && destination.Outstanding is { } batch
                && now - destination.SentAt >= ResponseTimeout
            )
                // Handled like a refusal, so that the pause grows and an overloaded gateway does not get the same items
                // ever more often.
                TakeResponse(batch, -1, now);
            Offer(stream, now);
        }
    }

    private void Offer(GatewayStream stream, TimeSpan now)
    {
        // A call of a dead gateway would wait until its time-out. The input GatewayGone removes the gateway's stream.
        if (FirstUnacknowledged(stream) >= stream.Released || replica.View.Dead.Contains(stream.Address))
            return;
        if (!_destinations.TryGetValue(stream.Gateway, out Destination? destination))
            _destinations.Add(stream.Gateway, destination = new Destination());
        if (destination.Outstanding is not null || (destination.Pause > TimeSpan.Zero && now < destination.NotBefore))
            return;
        // Not from stream.First on: the stream drops acknowledged items only when an input reports the acknowledgement,
        // which is later than the response.
        destination.Outstanding = DeliveryCodec.Encode(
            replica.Partition,
            replica.Config!,
            stream,
            FirstUnacknowledged(stream),
            replica.Settings.DeliveryItems
        );
        destination.SentAt = now;
        replica.Output.Deliveries.Add((stream.Address, destination.Outstanding));
    }

    private long FirstUnacknowledged(GatewayStream stream) =>
        _destinations.TryGetValue(stream.Gateway, out Destination? destination)
        && destination.Acknowledged.Session == stream.Session
            ? Math.Max(stream.First, destination.Acknowledged.Number)
            : stream.First;

    private sealed class Destination
    {
        /// <summary>
        /// How many items of a session the gateway has acknowledged; the replicas receive this number by an input.
        /// </summary>
        public (long Session, long Number) Acknowledged { get; set; }

        public DeliveryBatch? Outstanding { get; set; }

        public TimeSpan SentAt { get; set; }

        public TimeSpan Pause { get; set; }

        public TimeSpan NotBefore { get; set; }
    }
}
