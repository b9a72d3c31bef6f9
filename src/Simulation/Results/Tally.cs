using HdrHistogram;

namespace MGen.Simulation.Results;

/// <summary>
/// The counts of one thread. All are whole numbers, so that sums do not depend on the distribution of groups over
/// threads.
/// </summary>
internal sealed class Tally(TimeSpan longest)
{
    /// <summary>Significant decimal digits of round-trip times.</summary>
    private const int Digits = 3;

    private readonly LongHistogram _roundTripMicroseconds = new(
        Math.Max(2, longest.Ticks / TimeSpan.TicksPerMicrosecond),
        Digits
    );

    private long _longestRoundTripMicroseconds;

    public long Events;
    public long ConversationsAwake;
    public long MessagesSent;
    public long MessagesInGroups;
    public long BytesSent;
    public long Deliveries;
    public long DeliveriesUnregistered;
    public long DeliveriesInFlight;
    public long DeliveriesAsleep;
    public long MessagesReceived;
    public long ReceiptsSent;
    public long ReceiptsReceived;
    public long ReceiptsInFlight;

    public TransferTally Uploads { get; } = new();

    public TransferTally Downloads { get; } = new();

    /// <summary>
    /// Adds the time from the creation of a message to a receipt for it, in ticks; at most the longest time of the
    /// constructor.
    /// </summary>
    public void RecordRoundTrip(long ticks)
    {
        long microseconds = ticks / TimeSpan.TicksPerMicrosecond;
        // The histogram rounds to three digits; the longest time is kept exactly.
        _longestRoundTripMicroseconds = Math.Max(_longestRoundTripMicroseconds, microseconds);
        _roundTripMicroseconds.RecordValue(microseconds);
    }

    /// <summary>Adds the counts of another thread.</summary>
    public void Add(Tally other)
    {
        Events += other.Events;
        ConversationsAwake += other.ConversationsAwake;
        MessagesSent += other.MessagesSent;
        MessagesInGroups += other.MessagesInGroups;
        BytesSent += other.BytesSent;
        Deliveries += other.Deliveries;
        DeliveriesUnregistered += other.DeliveriesUnregistered;
        DeliveriesInFlight += other.DeliveriesInFlight;
        DeliveriesAsleep += other.DeliveriesAsleep;
        MessagesReceived += other.MessagesReceived;
        ReceiptsSent += other.ReceiptsSent;
        ReceiptsReceived += other.ReceiptsReceived;
        ReceiptsInFlight += other.ReceiptsInFlight;
        Uploads.Add(other.Uploads);
        Downloads.Add(other.Downloads);
        _roundTripMicroseconds.Add(other._roundTripMicroseconds);
        _longestRoundTripMicroseconds = Math.Max(_longestRoundTripMicroseconds, other._longestRoundTripMicroseconds);
    }

    /// <summary>Returns the counts.</summary>
    public SimulationCounts ToCounts(int users, int groups, long conversations) =>
        new()
        {
            Users = users,
            Groups = groups,
            Conversations = conversations,
            ConversationsAwake = ConversationsAwake,
            Events = Events,
            MessagesSent = MessagesSent,
            MessagesInGroups = MessagesInGroups,
            BytesSent = BytesSent,
            Deliveries = Deliveries,
            DeliveriesUnregistered = DeliveriesUnregistered,
            DeliveriesInFlight = DeliveriesInFlight,
            DeliveriesAsleep = DeliveriesAsleep,
            MessagesReceived = MessagesReceived,
            ReceiptsSent = ReceiptsSent,
            ReceiptsReceived = ReceiptsReceived,
            ReceiptsInFlight = ReceiptsInFlight,
            Uploads = Uploads.ToCounts(),
            Downloads = Downloads.ToCounts(),
        };

    /// <summary>Returns the round trips.</summary>
    public RoundTrips ToRoundTrips() => RoundTrips.From(_roundTripMicroseconds, _longestRoundTripMicroseconds);
}

/// <summary>Counts the attachments of one thread in one direction.</summary>
internal sealed class TransferTally
{
    private long _completed;
    private long _completedBytes;
    private long _unfinished;

    /// <summary>Counts one attachment.</summary>
    public void Count(uint bytes, bool isCompleted)
    {
        _completed += isCompleted ? 1 : 0;
        _completedBytes += isCompleted ? bytes : 0;
        _unfinished += isCompleted ? 0 : 1;
    }

    /// <summary>Adds the counts of another thread.</summary>
    public void Add(TransferTally other)
    {
        _completed += other._completed;
        _completedBytes += other._completedBytes;
        _unfinished += other._unfinished;
    }

    public TransferCounts ToCounts() => new(_completed, _completedBytes, _unfinished);
}

/// <summary>Attachments in one direction.</summary>
/// <param name="Completed">Number transferred completely before the end of the grace time.</param>
/// <param name="CompletedBytes">Their size in bytes.</param>
/// <param name="Unfinished">Number requested but not complete by the end of the grace time.</param>
public sealed record TransferCounts(long Completed, long CompletedBytes, long Unfinished);
