using MGen.Analysis.Results;
using MGen.Analysis.Roster;

namespace MGen.Analysis.Joining;

/// <summary>
/// Counts one user's messages, in total and per conversation, in one pass. Reused for the next user.
/// </summary>
internal sealed class SenderTally
{
    private const double NanosecondsPerMillisecond = 1e6;

    private readonly List<long> _roundTrips = [];
    private long _conversationSum;
    private int _conversationSeen;
    private int _conversationOwed;
    private int _conversationTimedOut;
    private int _conversationSent;
    private long _sent;
    private long _owed;
    private long _timedOut;

    /// <summary>Counts a sent message.</summary>
    public void Sent() => _conversationSent++;

    /// <summary>Counts an owed receipt; <paramref name="nanoseconds"/> is <c>null</c> if it never arrived.</summary>
    public void Owed(long? nanoseconds, bool timedOut)
    {
        _conversationOwed++;
        if (timedOut)
            _conversationTimedOut++;
        if (nanoseconds is not { } seen)
            return;
        _roundTrips.Add(seen);
        _conversationSum += seen;
        _conversationSeen++;
    }

    /// <summary>Completes a conversation.</summary>
    public void EndConversation(Conversation conversation, JoinTally tally)
    {
        conversation.Sent = _conversationSent;
        if (_conversationOwed > 0)
            tally.TimedOutBySender.CountShare(_conversationTimedOut, _conversationOwed);
        if (_conversationSeen > 0)
            tally.MeanRoundTrip.CountRounded(_conversationSum / NanosecondsPerMillisecond / _conversationSeen);
        _sent += _conversationSent;
        _owed += _conversationOwed;
        _timedOut += _conversationTimedOut;
        _conversationSum = 0;
        _conversationSeen = 0;
        _conversationOwed = 0;
        _conversationTimedOut = 0;
        _conversationSent = 0;
    }

    /// <summary>
    /// Completes a user. The number of conversations and the receipts that the user owed to others are 0 here;
    /// <c>UserTable</c> adds them when all users are complete.
    /// </summary>
    public void EndUser(User user, JoinTally tally)
    {
        _roundTrips.Sort();
        if (_sent > 0)
        {
            tally.Users.Add(
                user,
                new UserResult(
                    user.Name,
                    0,
                    _sent,
                    _owed,
                    _timedOut,
                    0,
                    0,
                    Quantile(0.5),
                    Quantile(0.9),
                    Quantile(0.99),
                    _roundTrips.Count > 0 ? Microseconds(_roundTrips[^1]) : null
                )
            );
        }
        _roundTrips.Clear();
        _sent = 0;
        _owed = 0;
        _timedOut = 0;
    }

    private long? Quantile(double quantile)
    {
        long rank = QuantileRank.For(_owed, quantile);
        return rank <= _roundTrips.Count ? Microseconds(_roundTrips[(int)rank - 1]) : null;
    }

    private static long Microseconds(long nanoseconds) => (nanoseconds + 500) / 1000;
}
