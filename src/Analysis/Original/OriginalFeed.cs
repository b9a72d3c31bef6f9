using MGen.Analysis.Roster;
using MGen.EventLog;

namespace MGen.Analysis.Original;

/// <summary>
/// Passes the lines of one piece of a log to its <see cref="OriginalLog"/>: at once if all earlier pieces have ended,
/// otherwise when they have ended. Waiting lines use 32 bytes per message or receipt of the piece. Not thread-safe.
/// </summary>
internal sealed class OriginalFeed(OriginalLog log, int piece, RosterCache roster)
{
    private readonly List<OriginalLine> _waiting = [];

    /// <summary>Adds a line. Rejected lines are not passed here; the original skips them, too.</summary>
    public void Take(in LogEvent item, CancellationToken stop)
    {
        if (item.Kind is not (EventKind.Send or EventKind.ReceiveReceipt))
            return;
        Conversation? author = item.Kind == EventKind.ReceiveReceipt ? roster.GetOrAdd(item.Other!, item.Group!) : null;
        OriginalLine line = new(roster.GetOrAdd(item.User!, item.Group!), author, item.Id, item.UnixNanoseconds);
        if (!log.Pieces.IsTurnOf(piece))
        {
            _waiting.Add(line);
            return;
        }
        HandOver(stop);
        log.Take(line, stop);
    }

    /// <summary>Ends the piece.</summary>
    /// <param name="isLast">Whether this is the log's last piece.</param>
    /// <param name="stop">Cancels the wait.</param>
    public void End(bool isLast, CancellationToken stop)
    {
        log.Pieces.WaitFor(piece, stop);
        HandOver(stop);
        if (isLast)
            log.End(stop);
        log.Pieces.End();
    }

    private void HandOver(CancellationToken stop)
    {
        foreach (OriginalLine line in _waiting)
            log.Take(line, stop);
        _waiting.Clear();
    }
}

/// <summary>The original's running statistics for one (user, group) in one log.</summary>
/// <param name="awakeUnixSeconds">When the conversation wakes up; <c>null</c> if no configuration says.</param>
internal sealed class OriginalEntry(double? awakeUnixSeconds)
{
    public double? AwakeUnixSeconds { get; } = awakeUnixSeconds;

    /// <summary>
    /// Whether the entry appears in the output: the user sent a message, or gave a receipt that counts.
    /// </summary>
    public bool IsListed { get; set; }

    /// <summary>Messages sent.</summary>
    public uint Sent { get; set; }

    /// <summary>Receipts received.</summary>
    public uint Incoming { get; private set; }

    /// <summary>Late receipts received.</summary>
    public uint IncomingLate { get; private set; }

    /// <summary>Receipts given, as far as this log has them.</summary>
    public uint Outgoing { get; private set; }

    /// <summary>Late receipts given.</summary>
    public uint OutgoingLate { get; private set; }

    /// <summary>
    /// Mean round trip in seconds, updated incrementally: another order of summation would differ in the last digits.
    /// </summary>
    public double MeanRoundTrip { get; private set; }

    public SentTimes SentTimes { get; } = new();

    public void TakeReceipt(double roundTrip, bool isLate)
    {
        Incoming++;
        if (isLate)
            IncomingLate++;
        MeanRoundTrip += (roundTrip - MeanRoundTrip) / Incoming;
    }

    public void GiveReceipt(bool isLate)
    {
        Outgoing++;
        if (isLate)
            OutgoingLate++;
    }
}

/// <summary>The original's output files, in its order.</summary>
internal enum OriginalFile
{
    /// <summary>Every round trip in seconds.</summary>
    RttAll,

    /// <summary>Every round trip within the time-out.</summary>
    RttTimeout,

    /// <summary>Mean round trip per entry.</summary>
    RttMean,

    /// <summary>Messages sent per entry.</summary>
    Counts,

    /// <summary>Share of late receipts, per entry that received any.</summary>
    TimeoutBySend,

    /// <summary>Share of late receipts, per entry that gave any.</summary>
    TimeoutByReceive,
}
