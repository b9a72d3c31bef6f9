using MGen.Analysis.Roster;
using MGen.EventLog;

namespace MGen.Analysis.Original;

/// <summary>
/// Passes the lines of one piece of a log to its <see cref="OriginalLog"/>: directly if all earlier pieces have ended,
/// otherwise once they have. Waiting lines take 32 bytes per message or receipt of the piece. Not thread-safe.
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
