using MGen.Analysis.Roster;
using MGen.EventLog;

namespace MGen.Analysis.Original;

/// <summary>
/// Hands the lines of one piece of a log to its <see cref="OriginalLog"/>: at once if all pieces before have ended, else when they have. What waits is 32
/// bytes per message or receipt of the piece. Not for several threads.
/// </summary>
internal sealed class OriginalFeed(OriginalLog log, int piece, RosterCache roster)
{
    private readonly List<OriginalLine> _waiting = [];

    /// <summary>Takes in a line. What cannot be read has no line here, as there.</summary>
    public void Take(in LogEvent item, CancellationToken stop)
    {
        if (item.Kind is not (EventKind.Send or EventKind.ReceiveReceipt))
            return;
        Conversation? author = item.Kind == EventKind.ReceiveReceipt ? roster.Of(item.Other!, item.Group!) : null;
        OriginalLine line = new(roster.Of(item.User!, item.Group!), author, item.Id, item.UnixNanoseconds);
        if (!log.Pieces.IsTurnOf(piece))
        {
            _waiting.Add(line);
            return;
        }
        HandOver(stop);
        log.Take(line, stop);
    }

    /// <summary>There are no more lines in this piece.</summary>
    /// <param name="isLast">Whether there is none in the log.</param>
    /// <param name="stop">Gives up.</param>
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
