using System.Diagnostics;
using System.Diagnostics.Metrics;
using MGen.Telemetry;

namespace MGen.Gateway;

/// <summary>
/// The metrics of a gateway: instruments of the meter <c>MGen.Gateway</c>, and properties for the summary. Tags do not
/// contain names of users or groups, whose number is unbounded.
/// </summary>
public sealed class GatewayMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "MGen.Gateway";

    private readonly Counter<long> _connections;
    private readonly UpDownCounter<long> _open;
    private readonly Counter<long> _delayedJoins;
    private readonly Counter<long> _received;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _receivedBytes;
    private readonly Counter<long> _sentBytes;
    private readonly Counter<long> _dropped;
    private readonly Histogram<double> _handshake;
    private readonly Histogram<double> _batch;
    private readonly Histogram<double> _groupCall;
    private readonly Meter _meter;

    private long _accepted;
    private long _openNow;
    private long _registered;
    private long _delayed;
    private long _messages;
    private long _receipts;
    private long _deliveries;
    private long _drops;

    /// <summary>Creates the instruments.</summary>
    public GatewayMetrics(IMeterFactory factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Meter meter = _meter = factory.Create(MeterName);
        _connections = meter.CreateCounter<long>(
            "mgen.gateway.connections",
            "{connection}",
            "Connections that ended, by reason"
        );
        _open = meter.CreateUpDownCounter<long>("mgen.gateway.connections.open", "{connection}", "Open connections");
        _delayedJoins = meter.CreateCounter<long>(
            "mgen.gateway.joins.delayed",
            "{connection}",
            "Connections whose join was delayed, because their user connects too often"
        );
        _received = meter.CreateCounter<long>(
            "mgen.gateway.frames.received",
            "{frame}",
            "Messages and receipts from clients"
        );
        _sent = meter.CreateCounter<long>(
            "mgen.gateway.frames.sent",
            "{frame}",
            "Messages and receipts written to clients' sockets"
        );
        _receivedBytes = meter.CreateCounter<long>("mgen.gateway.bytes.received", "By", "Decrypted bytes from clients");
        _sentBytes = meter.CreateCounter<long>(
            "mgen.gateway.bytes.sent",
            "By",
            "Encrypted bytes written to clients' sockets"
        );
        _dropped = meter.CreateCounter<long>(
            "mgen.gateway.frames.dropped",
            "{frame}",
            "Accepted frames that were dropped, by reason"
        );
        _handshake = meter.CreateHistogram<double>(
            "mgen.gateway.handshake.duration",
            "s",
            "From accept to the end of the handshake",
            tags: null,
            Buckets.Seconds
        );
        _batch = meter.CreateHistogram<double>(
            "mgen.gateway.flush.frames",
            "{frame}",
            "Frames in one flush: 1 if the client keeps up",
            tags: null,
            Buckets.Counts
        );
        _groupCall = meter.CreateHistogram<double>(
            "mgen.gateway.group.call.duration",
            "s",
            "From posting a batch to the group's response: how long a frame waits for its fan-out",
            tags: null,
            Buckets.Seconds
        );
    }

    /// <summary>Connections accepted so far.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Connections that are open now.</summary>
    public long Open => Interlocked.Read(ref _openNow);

    /// <summary>Members registered so far, without reconnects.</summary>
    public long Registered => Interlocked.Read(ref _registered);

    /// <summary>Connections whose join was delayed, because their user connects too often.</summary>
    public long DelayedJoins => Interlocked.Read(ref _delayed);

    /// <summary>Messages received from clients.</summary>
    public long Messages => Interlocked.Read(ref _messages);

    /// <summary>Receipts received from clients.</summary>
    public long Receipts => Interlocked.Read(ref _receipts);

    /// <summary>Messages and receipts written to clients' sockets.</summary>
    public long Deliveries => Interlocked.Read(ref _deliveries);

    /// <summary>Accepted frames that were dropped.</summary>
    public long Drops => Interlocked.Read(ref _drops);

    /// <summary>Whether <see cref="GroupResponded"/> has a reader; otherwise the duration is not measured.</summary>
    internal bool WantsGroupCalls => _groupCall.Enabled;

    /// <summary>
    /// Adds instruments for the lengths of a gateway's queues. The lengths are computed when a listener reads them.
    /// </summary>
    /// <param name="outboxes">Frames that wait for clients' sockets.</param>
    /// <param name="links">Entries that wait for groups.</param>
    internal void ObserveQueues(Func<long> outboxes, Func<long> links)
    {
        _meter.CreateObservableUpDownCounter(
            "mgen.gateway.outbox.frames",
            outboxes,
            "{frame}",
            "Frames that wait for clients' sockets"
        );
        _meter.CreateObservableUpDownCounter(
            "mgen.gateway.link.entries",
            links,
            "{entry}",
            "Frames, joins and leaves that wait for their group"
        );
    }

    internal void GroupResponded(TimeSpan duration) => _groupCall.Record(duration.TotalSeconds);

    internal void ConnectionAccepted()
    {
        Interlocked.Increment(ref _accepted);
        Interlocked.Increment(ref _openNow);
        // Both the field and the instrument: an instrument cannot be read back, and the live page and the summary need
        // the number.
        _open.Add(1);
    }

    internal void HandshakeCompleted(TimeSpan duration) => _handshake.Record(duration.TotalSeconds);

    internal void MemberRegistered() => Interlocked.Increment(ref _registered);

    internal void JoinDelayed()
    {
        Interlocked.Increment(ref _delayed);
        _delayedJoins.Add(1);
    }

    internal void ConnectionEnded(EndReason reason)
    {
        Interlocked.Decrement(ref _openNow);
        _open.Add(-1);
        _connections.Add(1, new KeyValuePair<string, object?>("reason", reason));
    }

    internal void Received(int messages, int receipts, int bytes)
    {
        Interlocked.Add(ref _messages, messages);
        Interlocked.Add(ref _receipts, receipts);
        // The totals above are read by the summary; instruments without a listener cost nothing.
        if (!_received.Enabled)
            return;
        _received.Add(messages, new KeyValuePair<string, object?>("type", "message"));
        _received.Add(receipts, new KeyValuePair<string, object?>("type", "receipt"));
        _receivedBytes.Add(bytes);
    }

    internal void Sent(int frames, long bytes)
    {
        Interlocked.Add(ref _deliveries, frames);
        if (!_sent.Enabled)
            return;
        _sent.Add(frames);
        _sentBytes.Add(bytes);
        _batch.Record(frames);
    }

    internal void Dropped(DropReason reason, long count)
    {
        Interlocked.Add(ref _drops, count);
        _dropped.Add(count, new TagList { { "reason", reason } });
    }
}
