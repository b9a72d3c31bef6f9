using MGen.Cli;
using MGen.Messenger.Measurement;

namespace MGen.SwarmHosting;

/// <summary>Whether the results of a run can be trusted.</summary>
/// <param name="Word">The verdict in the summary.</param>
/// <param name="Code">The program's exit code.</param>
public sealed record RunVerdict(string Word, ExitCode Code)
{
    /// <summary>Nothing was lost, and everything was sent on time.</summary>
    public static readonly RunVerdict Ok = new("ok", ExitCode.Ok);

    /// <summary>Nothing was lost, but the results may be wrong.</summary>
    public static readonly RunVerdict Doubtful = new("doubtful", ExitCode.Doubtful);

    /// <summary>Something was lost.</summary>
    public static readonly RunVerdict Lossy = new("lossy", ExitCode.CheckFailed);

    /// <summary>A signal ended the run early.</summary>
    public static readonly RunVerdict Interrupted = new("interrupted", ExitCode.Interrupted);

    /// <summary>
    /// Largest acceptable 99th percentile of the schedule lag: 100 ms, a fifth of a message's round trip over Tor. A
    /// larger lag would show in the results.
    /// </summary>
    public static readonly TimeSpan MaxScheduleLag = TimeSpan.FromMilliseconds(100);

    /// <summary>The verdict in summaries as JSON: the word with a capital letter.</summary>
    public string Name => $"{char.ToUpperInvariant(Word[0])}{Word[1..]}";

    /// <summary>Computes the verdict of a run.</summary>
    /// <param name="ledger">The final counters.</param>
    /// <param name="lasted">How long the run lasted.</param>
    /// <param name="linesLost">Lines missing from the event log.</param>
    /// <param name="isCutShort">Whether a signal ended the run before its duration.</param>
    public static RunVerdict For(LedgerSnapshot ledger, TimeSpan lasted, long linesLost, bool isCutShort)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        // A run that was cut short cannot be judged. The conditions below are in order from the worst verdict, so the
        // first that holds decides.
        if (isCutShort)
            return Interrupted;
        if (ledger.Faults > 0)
            return new RunVerdict("faulty", ExitCode.Bug);
        if (Lost(ledger) > 0 || linesLost > 0)
            return Lossy;
        if (ledger.ConversationsGivenUp > 0)
            return new RunVerdict("incomplete", ExitCode.CheckFailed);
        bool isDoubtful =
            ledger.ScheduleLag.P99 > MaxScheduleLag
            || ledger.Unacknowledged > MaxInFlight(ledger, lasted)
            || ledger.ReceiptsFromEarlierRun > 0;
        return isDoubtful ? Doubtful : Ok;
    }

    /// <summary>
    /// How many messages may lack a receipt at the end because message or receipt is in flight: one per conversation,
    /// plus the number of messages sent within the 99th percentile of the round trip.
    /// </summary>
    public static long MaxInFlight(LedgerSnapshot ledger, TimeSpan lasted)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        double sentWithinTrip = lasted > TimeSpan.Zero ? ledger.MessagesSent * (ledger.RoundTrip.P99 / lasted) : 0;
        return ledger.Conversations + (long)sentWithinTrip;
    }

    /// <summary>
    /// Frames that were dropped or not delivered to the server or peer. Losses after the delivery to the server or peer
    /// are visible only in the event logs.
    /// </summary>
    public static long Lost(LedgerSnapshot ledger)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        return ledger.Dropped + ledger.Undelivered;
    }
}
