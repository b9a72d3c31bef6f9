namespace MGen.EventLog;

/// <summary>What a web server logs. Any thread.</summary>
/// <param name="log">Where the lines go.</param>
public sealed class WebLog(EventLogWriter log)
{
    /// <summary><c>listening,A</c></summary>
    public void Listening(string address) => log.Write(new LogEvent { Kind = EventKind.Listening, Text = address });

    /// <summary><c>sending,U,N</c>: <paramref name="bytes"/> zeros were asked for; logged before the first leaves.</summary>
    public void Sending(string user, long bytes) => log.Write(new LogEvent { Kind = EventKind.Sending, User = user, Amount = bytes });

    /// <summary><c>receiving,U</c>: any other request; logged before its body is read.</summary>
    public void Receiving(string user) => log.Write(new LogEvent { Kind = EventKind.Receiving, User = user });
}
