namespace MGen.Analysis.Results;

/// <summary>Messages of one class: a range of group sizes (members) or of message sizes (bytes).</summary>
/// <param name="From">Lowest size of the class.</param>
/// <param name="To">Highest size of the class; <c>null</c> if unbounded.</param>
/// <param name="Groups">Groups in which such messages were sent; 0 for classes of message sizes.</param>
/// <param name="Sent">Messages sent.</param>
/// <param name="Owed">Receipts owed.</param>
/// <param name="TimedOut">Receipts that arrived after the time-out or never.</param>
/// <param name="DeliveriesOwed">Deliveries owed to members whose own log is available.</param>
/// <param name="Delivered">Those of them that are in the members' logs.</param>
/// <param name="RoundTrip">The time from the send to each receipt.</param>
/// <param name="Delivery">The time from the send to each delivery.</param>
public sealed record ClassResult(
    long From,
    long? To,
    long Groups,
    long Sent,
    long Owed,
    long TimedOut,
    long DeliveriesOwed,
    long Delivered,
    LatencyDistribution RoundTrip,
    LatencyDistribution Delivery
);
