using MGen.Cli;
using MGen.Messenger.Measurement;

namespace MGen.Runs;

/// <summary>Whether a run can be trusted.</summary>
/// <param name="Word">For the summary.</param>
/// <param name="Code">For the shell.</param>
public sealed record RunVerdict(string Word, ExitCode Code)
{
    /// <summary>
    /// Largest schedule lag at the 99th percentile of a run to be trusted: 100 ms. A fifth of the round trip of a
    /// message over Tor; a lag that large would be seen in the results.
    /// </summary>
    public static readonly TimeSpan MaxScheduleLag = TimeSpan.FromMilliseconds(100);

    /// <summary>Judges a run.</summary>
    /// <param name="ledger">What happened.</param>
    /// <param name="lasted">How long the run was.</param>
    /// <param name="linesLost">Lines that are missing in the event log.</param>
    /// <param name="isCutShort">Whether a signal ended it before its duration.</param>
    public static RunVerdict Of(LedgerSnapshot ledger, TimeSpan lasted, long linesLost, bool isCutShort)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        if (isCutShort)
            return new RunVerdict("interrupted", ExitCode.Interrupted);
        if (ledger.Faults > 0)
            return new RunVerdict("faulty", ExitCode.Bug);
        if (Lost(ledger) > 0 || linesLost > 0)
            return new RunVerdict("lossy", ExitCode.CheckFailed);
        if (ledger.ConversationsGivenUp > 0)
            return new RunVerdict("incomplete", ExitCode.CheckFailed);
        bool isDoubtful =
            ledger.ScheduleLag.P99 > MaxScheduleLag
            || ledger.Unacknowledged > UnderWay(ledger, lasted)
            || ledger.ReceiptsFromEarlierRun > 0;
        return isDoubtful ? new RunVerdict("doubtful", ExitCode.Doubtful) : new RunVerdict("ok", ExitCode.Ok);
    }

    /// <summary>
    /// Most messages that may lack a receipt at the end because it is still under way: one per conversation, and as
    /// many as are sent within the 99th percentile of the round trip.
    /// </summary>
    public static long UnderWay(LedgerSnapshot ledger, TimeSpan lasted)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        double sentWithinTrip = lasted > TimeSpan.Zero ? ledger.MessagesSent * (ledger.RoundTrip.P99 / lasted) : 0;
        return ledger.Conversations + (long)sentWithinTrip;
    }

    /// <summary>
    /// Frames known to have reached nobody. What a server lost afterwards is not known here; the logs tell.
    /// </summary>
    public static long Lost(LedgerSnapshot ledger)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        return ledger.Dropped + ledger.Undelivered;
    }
}
