namespace MGen.EventLog;

/// <summary>Logs the events of a web server. Thread-safe.</summary>
/// <param name="log">Receives the lines.</param>
public sealed class WebLog(EventLogWriter log)
{
    /// <summary><c>listening,A</c></summary>
    public void Listening(string address) => log.Write(new LogEvent { Kind = EventKind.Listening, Text = address });

    /// <summary>
    /// <c>sending,U,N</c>: a download of <paramref name="bytes"/> zeros was requested; logged before the first byte is
    /// sent.
    /// </summary>
    public void Sending(string user, long bytes) =>
        log.Write(
            new LogEvent
            {
                Kind = EventKind.Sending,
                User = user,
                Amount = bytes,
            }
        );

    /// <summary><c>receiving,U</c>: any other request; logged before its body is read.</summary>
    public void Receiving(string user) => log.Write(new LogEvent { Kind = EventKind.Receiving, User = user });
}
