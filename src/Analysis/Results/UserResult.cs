namespace MGen.Analysis.Results;

/// <summary>One user, over all conversations.</summary>
/// <param name="User">The name.</param>
/// <param name="Conversations">The number of groups in which the user was seen.</param>
/// <param name="Sent">Messages the user sent.</param>
/// <param name="Owed">Receipts owed to the user.</param>
/// <param name="TimedOut">Those of them that arrived after the time-out or never.</param>
/// <param name="OwedByIt">Receipts the user owed to others.</param>
/// <param name="TimedOutByIt">Those of them that arrived after the time-out or never.</param>
/// <param name="P50Microseconds">
/// Median round trip of the user's messages, missing ones included as in <see cref="LatencyDistribution"/>; exact.
/// </param>
/// <param name="P90Microseconds">90th percentile.</param>
/// <param name="P99Microseconds">99th percentile.</param>
/// <param name="MaxMicroseconds">The longest round trip observed.</param>
public sealed record UserResult(
    string User,
    long Conversations,
    long Sent,
    long Owed,
    long TimedOut,
    long OwedByIt,
    long TimedOutByIt,
    long? P50Microseconds,
    long? P90Microseconds,
    long? P99Microseconds,
    long? MaxMicroseconds
);
