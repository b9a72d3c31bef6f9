using MGen.Analysis.Results;

namespace MGen.Analysis.Reading;

/// <summary>The outcome of reading one log, or a piece of it.</summary>
internal sealed record LogOutcome(InputFile File, RejectedCount Rejected, ClockWatch Clock)
{
    /// <summary>Joins the outcomes of a log's pieces, in their order.</summary>
    public static LogOutcome Join(IReadOnlyList<LogOutcome> pieces)
    {
        InputFile first = pieces[0].File;
        RejectedCount rejected = new(first.Path);
        ClockWatch clock = new();
        long lines = 0;
        foreach (LogOutcome piece in pieces)
        {
            rejected.Append(piece.Rejected, lines);
            clock.Append(piece.Clock, lines);
            lines += piece.File.Lines;
        }
        string? failure = pieces.Select(piece => piece.File.Failure).FirstOrDefault(failure => failure is not null);
        return new LogOutcome(
            first with
            {
                Lines = lines,
                Rejected = rejected.Total,
                Failure = failure,
            },
            rejected,
            clock
        );
    }
}
