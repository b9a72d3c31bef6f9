using System.Diagnostics.Metrics;
using MGen.Messenger.Dialing;
using MGen.Messenger.Measurement;

namespace MGen.Messenger.Tests.Measurement;

public sealed class MessengerMetricsTests
{
    [Fact]
    public void SocksFailures_Counted_AreReportedByReason()
    {
        Ledger ledger = new();
        using MessengerMetrics metrics = new(ledger);
        ledger.CountSocksFailure(SocksFailure.HostUnreachable);
        ledger.CountSocksFailure(SocksFailure.HostUnreachable);
        ledger.CountSocksFailure(SocksFailure.OnionNotFound);

        // Meters of other tests have the same name, but only this ledger's counters reach two.
        Dictionary<string, long> seen = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "mgen.messenger.socks_failures")
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>(
            (_, count, tags, _) =>
            {
                string reason = Assert.IsType<string>(Assert.Single(tags.ToArray(), tag => tag.Key == "reason").Value);
                seen[reason] = Math.Max(seen.GetValueOrDefault(reason), count);
            }
        );
        listener.Start();
        listener.RecordObservableInstruments();

        Assert.True(seen[nameof(SocksFailure.HostUnreachable)] >= 2);
        Assert.True(seen[nameof(SocksFailure.OnionNotFound)] >= 1);
        Assert.Equal(Enum.GetNames<SocksFailure>().Except([nameof(SocksFailure.None)]).Order(), seen.Keys.Order());
    }
}
