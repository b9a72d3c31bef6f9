namespace MGen.EventLog;

/// <summary>What a peer logs besides its conversations (<see cref="ClientLog"/>). Any thread.</summary>
/// <param name="log">Where the lines go.</param>
public sealed class PeerLog(EventLogWriter log)
{
    /// <summary><c>listening on A</c></summary>
    public void ListeningOn(string address) => log.Write(new LogEvent { Kind = EventKind.PeerListening, Text = address });

    /// <summary><c>connection attempt success from U to V on A</c>: the first attempt succeeded; later ones have no line.</summary>
    public void ConnectionAttemptSuccess(string user, string recipient, string address) =>
        log.Write(new LogEvent { Kind = EventKind.PeerConnected, User = user, Other = recipient, Text = address });
}
