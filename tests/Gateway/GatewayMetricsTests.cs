using System.Diagnostics.Metrics;

namespace MGen.Gateway.Tests;

public sealed class GatewayMetricsTests : IDisposable
{
    private readonly TestMeters _meters = new();
    private readonly Dictionary<string, double> _seen = [];
    private readonly MeterListener _listener = new();

    public void Dispose()
    {
        _listener.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public void WantsGroupCalls_WithoutListener_IsFalse() => Assert.False(new GatewayMetrics(_meters).WantsGroupCalls);

    [Fact]
    public void Instruments_WithListener_MeasureConnectionsFramesQueuesDropsAndLatency()
    {
        GatewayMetrics metrics = new(_meters);
        metrics.ObserveQueues(() => 7, () => 3);
        Listen();

        metrics.ConnectionAccepted();
        metrics.JoinDelayed();
        metrics.Received(messages: 2, receipts: 1, bytes: 600);
        metrics.Sent(frames: 5, bytes: 1_200);
        metrics.Dropped(DropReason.QueueFull, 4);
        metrics.GroupResponded(TimeSpan.FromMilliseconds(2));
        _listener.RecordObservableInstruments();

        Assert.True(metrics.WantsGroupCalls);
        Assert.Equal(1, _seen["mgen.gateway.connections.open"]);
        Assert.Equal(1, _seen["mgen.gateway.joins.delayed"]);
        Assert.Equal(3, _seen["mgen.gateway.frames.received"]);
        Assert.Equal(5, _seen["mgen.gateway.frames.sent"]);
        Assert.Equal(600, _seen["mgen.gateway.bytes.received"]);
        Assert.Equal(1_200, _seen["mgen.gateway.bytes.sent"]);
        Assert.Equal(4, _seen["mgen.gateway.frames.dropped"]);
        Assert.Equal(0.002, _seen["mgen.gateway.group.call.duration"]);
        Assert.Equal(7, _seen["mgen.gateway.outbox.frames"]);
        Assert.Equal(3, _seen["mgen.gateway.link.entries"]);
    }

    private void Listen()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, _meters))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument, value));
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument, value));
        _listener.Start();
    }

    private void Add(Instrument instrument, double value) =>
        _seen[instrument.Name] = _seen.GetValueOrDefault(instrument.Name) + value;
}
