namespace MGen.EventLog;

/// <summary>Logs the events of a peer outside its conversations (see <see cref="ClientLog"/>). Thread-safe.</summary>
/// <param name="log">Receives the lines.</param>
public sealed class PeerLog(EventLogWriter log)
{
    /// <summary><c>listening on A</c></summary>
    public void ListeningOn(string address) =>
        log.Write(new LogEvent { Kind = EventKind.PeerListening, Text = address });

    /// <summary>
    /// <c>connection attempt success from U to V on A</c>: the first attempt succeeded. A success at a later attempt
    /// has no line.
    /// </summary>
    public void ConnectionAttemptSuccess(string user, string recipient, string address) =>
        log.Write(
            new LogEvent
            {
                Kind = EventKind.PeerConnected,
                User = user,
                Other = recipient,
                Text = address,
            }
        );
}
