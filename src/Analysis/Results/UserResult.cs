namespace MGen.Analysis.Results;

/// <summary>One user over all conversations.</summary>
/// <param name="User">The name.</param>
/// <param name="Conversations">Groups it was seen in.</param>
/// <param name="Sent">Messages it sent.</param>
/// <param name="Owed">Receipts owed to it.</param>
/// <param name="TimedOut">Those of them that came after the time-out or never.</param>
/// <param name="OwedByIt">Receipts it owed to others.</param>
/// <param name="TimedOutByIt">Those of them that came after the time-out or never.</param>
/// <param name="P50Microseconds">Median round trip of its messages, never acknowledged ones included as in <see cref="LatencyDistribution"/>; exact.</param>
/// <param name="P90Microseconds">90th percentile.</param>
/// <param name="P99Microseconds">99th percentile.</param>
/// <param name="MaxMicroseconds">The longest round trip seen.</param>
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
    long? MaxMicroseconds);
