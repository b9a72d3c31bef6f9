using System.Diagnostics.Metrics;
using MGen.Messenger.Dialing;
using MGen.Messenger.Links;
using MGen.Telemetry;

namespace MGen.Messenger.Measurement;

/// <summary>
/// The meter <c>MGen.Messenger</c>. Counters are observable: they read the <see cref="Ledger"/> when a listener
/// collects them and add no work to the data path. Users and groups are not tags, because their number is unbounded.
/// </summary>
internal sealed class MessengerMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "MGen.Messenger";

    private readonly Meter _meter = new(MeterName);
    private readonly Ledger _ledger;
    private readonly Histogram<double> _scheduleLag;
    private readonly Histogram<double> _roundTrip;

    public MessengerMetrics(Ledger ledger)
    {
        _ledger = ledger;
        // Unlike the counters, histograms are recorded on the data path; without a listener that costs one branch.
        _scheduleLag = _meter.CreateHistogram<double>(
            "mgen.messenger.schedule_lag",
            "s",
            "From a message's planned time to its creation.",
            tags: null,
            Buckets.Seconds
        );
        _roundTrip = _meter.CreateHistogram<double>(
            "mgen.messenger.round_trip",
            "s",
            "From the creation of a message to a receipt for it.",
            tags: null,
            Buckets.Seconds
        );
        _meter.CreateObservableCounter(
            "mgen.messenger.frames",
            Frames,
            "{frame}",
            "Messages and receipts created and processed."
        );
        _meter.CreateObservableCounter(
            "mgen.messenger.bytes",
            Bytes,
            "By",
            "Plaintext bytes of connections and attachments."
        );
        _meter.CreateObservableUpDownCounter(
            "mgen.messenger.links",
            () => Read(ref _ledger.LinksOpen),
            "{link}",
            "Established connections."
        );
        _meter.CreateObservableCounter(
            "mgen.messenger.link_ends",
            LinkEnds,
            "{link}",
            "Ended connections and failed attempts, by reason."
        );
        _meter.CreateObservableCounter(
            "mgen.messenger.socks_failures",
            SocksFailures,
            "{attempt}",
            "Attempts that failed at a proxy, by reason."
        );
        _meter.CreateObservableCounter(
            "mgen.messenger.unisolated",
            () => Read(ref _ledger.UnisolatedConnections),
            "{connection}",
            "Connections through a proxy that did not ask for credentials."
        );
        _meter.CreateObservableCounter(
            "mgen.messenger.given_up",
            () => Read(ref _ledger.ConversationsGivenUp),
            "{conversation}",
            "Conversations that gave up because all servers failed permanently."
        );
        _meter.CreateObservableCounter(
            "mgen.messenger.dropped",
            () => Read(ref _ledger.Dropped),
            "{frame}",
            "Frames dropped at a queue's limit."
        );
        _meter.CreateObservableCounter(
            "mgen.messenger.attachment_errors",
            () => Read(ref _ledger.AttachmentErrors),
            "{attempt}",
            "Failed uploads and downloads."
        );
    }

    /// <summary>Records how much later than planned a message was created.</summary>
    public void MessageMade(TimeSpan lag) => _scheduleLag.Record(lag.TotalSeconds);

    /// <summary>Records the time from the creation of a message to a receipt.</summary>
    public void ReceiptArrived(TimeSpan roundTrip) => _roundTrip.Record(roundTrip.TotalSeconds);

    public void Dispose() => _meter.Dispose();

    private Measurement<long>[] Frames() =>
        [
            new(Read(ref _ledger.MessagesSent), Tag("kind", "message"), Tag("direction", "out")),
            new(Read(ref _ledger.MessagesReceived), Tag("kind", "message"), Tag("direction", "in")),
            new(Read(ref _ledger.ReceiptsSent), Tag("kind", "receipt"), Tag("direction", "out")),
            new(Read(ref _ledger.ReceiptsReceived), Tag("kind", "receipt"), Tag("direction", "in")),
        ];

    private Measurement<long>[] Bytes() =>
        [
            new(Read(ref _ledger.BytesSent), Tag("channel", "link"), Tag("direction", "out")),
            new(Read(ref _ledger.BytesReceived), Tag("channel", "link"), Tag("direction", "in")),
            new(Read(ref _ledger.AttachmentBytesUploaded), Tag("channel", "attachment"), Tag("direction", "out")),
            new(Read(ref _ledger.AttachmentBytesDownloaded), Tag("channel", "attachment"), Tag("direction", "in")),
        ];

    private IEnumerable<Measurement<long>> LinkEnds() =>
        Enum.GetValues<LinkEnd>()
            .Select(end => new Measurement<long>(_ledger.Ends(end), Tag("reason", end.ToString())));

    private IEnumerable<Measurement<long>> SocksFailures() =>
        Enum.GetValues<SocksFailure>()
            .Where(failure => failure != SocksFailure.None)
            .Select(failure => new Measurement<long>(
                _ledger.SocksFailures(failure),
                Tag("reason", failure.ToString())
            ));

    private static long Read(ref long counter) => Interlocked.Read(ref counter);

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
