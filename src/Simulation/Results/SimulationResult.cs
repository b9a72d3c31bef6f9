using HdrHistogram;

namespace MGen.Simulation.Results;

/// <summary>The result of a simulation.</summary>
/// <param name="Counts">The counts.</param>
/// <param name="RoundTrips">Times from messages to their receipts.</param>
/// <param name="LogEvents">Number of events in the log; 0 without a log.</param>
public sealed record SimulationResult(SimulationCounts Counts, RoundTrips RoundTrips, long LogEvents);

/// <summary>Counts of a simulation. Every delivery and every receipt is counted under exactly one fate.</summary>
public sealed record SimulationCounts
{
    /// <summary>Number of users in the population.</summary>
    public required int Users { get; init; }

    /// <summary>Number of groups in the population.</summary>
    public required int Groups { get; init; }

    /// <summary>Number of memberships in the population.</summary>
    public required long Conversations { get; init; }

    /// <summary>Number of conversations whose bootstrap wait ended within the run.</summary>
    public required long ConversationsAwake { get; init; }

    /// <summary>Number of events: wake-ups, deadlines, and arrivals of messages and receipts.</summary>
    public required long Events { get; init; }

    /// <summary>Number of messages.</summary>
    public required long MessagesSent { get; init; }

    /// <summary>Number of messages in groups of three members or more.</summary>
    public required long MessagesInGroups { get; init; }

    /// <summary>Total size of all messages in bytes, including attachments.</summary>
    public required long BytesSent { get; init; }

    /// <summary>
    /// Number of pairs of a message and one of its recipients: the deliveries of a run without losses.
    /// </summary>
    public required long Deliveries { get; init; }

    /// <summary>Number of deliveries that arrived and were handled.</summary>
    public required long MessagesReceived { get; init; }

    /// <summary>
    /// Number of deliveries that did not take place because the recipient was not registered when the server relayed
    /// the message.
    /// </summary>
    public required long DeliveriesUnregistered { get; init; }

    /// <summary>Number of deliveries that arrived at a conversation that did not wake up in this run.</summary>
    public required long DeliveriesAsleep { get; init; }

    /// <summary>
    /// Number of deliveries in flight at the end of the grace time, or when their group stopped at
    /// <see cref="SimulationOptions.MostMessagesPerGroup"/>.
    /// </summary>
    public required long DeliveriesInFlight { get; init; }

    /// <summary>Number of receipts sent: one for each message received.</summary>
    public required long ReceiptsSent { get; init; }

    /// <summary>Number of receipts that arrived.</summary>
    public required long ReceiptsReceived { get; init; }

    /// <summary>Number of receipts in flight; as for <see cref="DeliveriesInFlight"/>.</summary>
    public required long ReceiptsInFlight { get; init; }

    /// <summary>Attachments sent to a web server.</summary>
    public required TransferCounts Uploads { get; init; }

    /// <summary>Attachments fetched from a web server.</summary>
    public required TransferCounts Downloads { get; init; }

    /// <summary>The share of deliveries that were handled, from 0 to 1; 1 without deliveries.</summary>
    public double DeliveryRatio => Deliveries == 0 ? 1 : (double)MessagesReceived / Deliveries;
}

/// <summary>Times from the creation of a message to each receipt for it, with three significant digits.</summary>
/// <param name="Count">Number of receipts that arrived. If it is 0, all other values are 0.</param>
/// <param name="Mean">The mean.</param>
/// <param name="Quantiles">The quantiles at <see cref="Probabilities"/>, in that order.</param>
/// <param name="Buckets">
/// The histogram: how many round trips are above the previous bucket's bound and at most this one's. Empty buckets are
/// left out.
/// </param>
public sealed record RoundTrips(
    long Count,
    TimeSpan Mean,
    IReadOnlyList<TimeSpan> Quantiles,
    IReadOnlyList<RoundTripBucket> Buckets
)
{
    /// <summary>Number of buckets per factor of two: enough to draw a curve.</summary>
    private const int BucketsPerDoubling = 8;

    /// <summary>The probabilities of <see cref="Quantiles"/>; 1 is the maximum.</summary>
    public static IReadOnlyList<double> Probabilities { get; } = [0.5, 0.9, 0.99, 0.999, 1];

    /// <summary>
    /// Summarises a histogram. HdrHistogram rounds values up, so quantiles are limited to the longest recorded time.
    /// </summary>
    internal static RoundTrips From(LongHistogram microseconds, long longest)
    {
        long count = microseconds.TotalCount;
        if (count == 0)
            return new RoundTrips(0, default, [.. Probabilities.Select(_ => TimeSpan.Zero)], []);
        return new RoundTrips(
            count,
            TimeSpan.FromMicroseconds(microseconds.GetMean()),
            [
                .. Probabilities.Select(p =>
                    TimeSpan.FromMicroseconds(Math.Min(longest, microseconds.GetValueAtPercentile(p * 100)))
                ),
            ],
            [.. BucketsOf(microseconds)]
        );
    }

    private static IEnumerable<RoundTripBucket> BucketsOf(LongHistogram microseconds) =>
        from value in microseconds.RecordedValues()
        group value.CountAtValueIteratedTo by (int)
            Math.Ceiling(Math.Log2(Math.Max(1, value.ValueIteratedTo)) * BucketsPerDoubling) into bucket
        orderby bucket.Key
        select new RoundTripBucket(
            TimeSpan.FromMicroseconds(Math.Pow(2, (double)bucket.Key / BucketsPerDoubling)),
            bucket.Sum()
        );
}

/// <summary>A bucket of a histogram of times.</summary>
/// <param name="UpTo">Upper bound of its times, inclusive.</param>
/// <param name="Count">Number of times in it.</param>
public sealed record RoundTripBucket(TimeSpan UpTo, long Count);
