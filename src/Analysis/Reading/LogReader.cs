using MGen.Analysis.Inputs;
using MGen.Analysis.Original;
using MGen.Analysis.Results;
using MGen.EventLog;

namespace MGen.Analysis.Reading;

/// <summary>Reads pieces of logs, one after the other. Not thread-safe.</summary>
internal sealed class LogReader(EventSink sink, Action<long> onBytes)
{
    /// <summary>Reads a piece to its end, or to the place where it is damaged.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="original">Receives the lines for the original's files; <c>null</c> if they are not wanted.</param>
    /// <param name="stop">Cancels the reading.</param>
    public LogOutcome Read(LogPiece piece, OriginalFeed? original, CancellationToken stop)
    {
        LogFile log = piece.Log;
        RejectedCount rejected = new(log.Path);
        ClockWatch clock = new();
        long lines = 0;
        string? failure = null;
        try
        {
            using Stream input = LogOpener.Open(piece, onBytes);
            EventLogReader reader = new(input, rejected.Add, log.Source);
            while (reader.TryRead(out LogEvent item))
            {
                lines = reader.LinesRead;
                clock.Take(item.UnixNanoseconds, lines);
                sink.Take(item);
                original?.Take(item, stop);
                if ((lines & 0xfff) == 0)
                    stop.ThrowIfCancellationRequested();
            }
            lines = reader.LinesRead;
        }
        catch (Exception error) when (LogOpener.IsInputFailure(error))
        {
            failure = error.Message;
        }
        return new LogOutcome(new InputFile(log.Path, log.Bytes, lines, rejected.Total, failure), rejected, clock);
    }
}
