namespace MGen.EventLog;

/// <summary>Logs the events of a client's or peer's conversations. Thread-safe.</summary>
/// <param name="log">Receives the lines.</param>
/// <param name="options">Which lines to log; <c>null</c>: those of the original.</param>
public sealed class ClientLog(EventLogWriter log, ClientLogOptions? options = null)
{
    private readonly bool _extended = options?.Extended ?? false;

    /// <summary>Whether the extended log is written.</summary>
    public bool IsExtended => _extended;

    /// <summary><c>extended,version</c>: call it once, before all others. Logs nothing unless extended.</summary>
    public void Opened()
    {
        if (_extended)
            log.Write(new LogEvent { Kind = EventKind.ExtendedVersion, Amount = EventSchema.ExtendedVersion });
    }

    /// <summary><c>U,G,waiting,ms</c></summary>
    public void Waiting(string user, string group, long milliseconds) =>
        log.Write(
            new LogEvent
            {
                Kind = EventKind.Waiting,
                User = user,
                Group = group,
                Amount = milliseconds,
            }
        );

    /// <summary><c>U,G,handshake</c></summary>
    public void Handshake(string user, string group) =>
        log.Write(
            new LogEvent
            {
                Kind = EventKind.Handshake,
                User = user,
                Group = group,
            }
        );

    /// <summary><c>U,G,awake</c></summary>
    public void Awake(string user, string group) =>
        log.Write(
            new LogEvent
            {
                Kind = EventKind.Awake,
                User = user,
                Group = group,
            }
        );

    /// <summary><c>U,G,Idle</c>: logged at each transition of the machine that begins in the idle state.</summary>
    public void Idle(string user, string group) =>
        log.Write(
            new LogEvent
            {
                Kind = EventKind.Idle,
                User = user,
                Group = group,
            }
        );

    /// <summary><c>U,G,send,From,To,blocks,id</c></summary>
    /// <param name="user">The sender.</param>
    /// <param name="group">The group.</param>
    /// <param name="from">The state before.</param>
    /// <param name="to">The state after.</param>
    /// <param name="blocks">The size in blocks of 160 bytes as drawn; 0 is sent as 1.</param>
    /// <param name="id">The message's number.</param>
    public void Send(string user, string group, LogState from, LogState to, uint blocks, uint id) =>
        log.Write(
            new LogEvent
            {
                Kind = EventKind.Send,
                User = user,
                Group = group,
                From = from,
                To = to,
                Amount = blocks,
                Id = id,
            }
        );

    /// <summary><c>U,G,receive,From,To,sender,bytes,id</c></summary>
    /// <param name="user">The receiver.</param>
    /// <param name="group">The group.</param>
    /// <param name="from">The state before.</param>
    /// <param name="to">The state after.</param>
    /// <param name="sender">The sender of the message.</param>
    /// <param name="bytes">The size of the message in bytes, attachment included.</param>
    /// <param name="id">The number of the message.</param>
    public void Receive(string user, string group, LogState from, LogState to, string sender, uint bytes, uint id) =>
        log.Write(
            new LogEvent
            {
                Kind = EventKind.Receive,
                User = user,
                Group = group,
                From = from,
                To = to,
                Other = sender,
                Amount = bytes,
                Id = id,
            }
        );

    /// <summary>
    /// <c>U,G,receive,S,S,sender,receipt,id</c>: <paramref name="sender"/> acknowledged message <paramref name="id"/>.
    /// </summary>
    public void ReceiveReceipt(string user, string group, LogState state, string sender, uint id) =>
        log.Write(
            new LogEvent
            {
                Kind = EventKind.ReceiveReceipt,
                User = user,
                Group = group,
                From = state,
                To = state,
                Other = sender,
                Id = id,
            }
        );

    /// <summary>
    /// <c>U,G,error,TCP,text</c>, <c>U,G,error,TLS,text</c>, or <c>U,G,error,text</c> for an established connection.
    /// </summary>
    public void Error(string user, string group, ErrorLayer? layer, string text)
    {
        // The original has no word for errors of an established connection: its line has one field less.
        EventKind kind = layer switch
        {
            ErrorLayer.Tcp => EventKind.TcpError,
            ErrorLayer.Tls => EventKind.TlsError,
            _ => EventKind.Error,
        };
        log.Write(
            new LogEvent
            {
                Kind = kind,
                User = user,
                Group = group,
                Text = text,
            }
        );
    }

    /// <summary><c>Error fetching: text</c></summary>
    public void ErrorFetching(string text) => log.Write(new LogEvent { Kind = EventKind.ErrorFetching, Text = text });

    /// <summary><c>U,url,Error uploading: text</c></summary>
    public void ErrorUploading(string user, string url, string text) =>
        log.Write(
            new LogEvent
            {
                Kind = EventKind.ErrorUploading,
                User = user,
                Other = url,
                Text = text,
            }
        );

    /// <summary>
    /// <c>U,G,sent,id,planned,actual</c>: when the message was due and when it was written to its socket. Extended log
    /// only.
    /// </summary>
    public void SendTiming(string user, string group, uint id, DateTimeOffset planned, DateTimeOffset actual)
    {
        if (!_extended)
            return;
        log.Write(
            new LogEvent
            {
                Kind = EventKind.SendTiming,
                User = user,
                Group = group,
                Id = id,
                PlannedUnixNanoseconds = UnixTime.Nanoseconds(planned),
                ActualUnixNanoseconds = UnixTime.Nanoseconds(actual),
            }
        );
    }

    /// <summary><c>U,G,fetched,bytes,ms</c>: the download of an attachment is complete. Extended log only.</summary>
    public void Fetched(string user, string group, long bytes, TimeSpan took)
    {
        if (_extended)
            log.Write(
                new LogEvent
                {
                    Kind = EventKind.Fetched,
                    User = user,
                    Group = group,
                    Amount = bytes,
                    Milliseconds = (long)took.TotalMilliseconds,
                }
            );
    }

    /// <summary><c>U,G,uploaded,bytes,ms</c>: the upload of an attachment is complete. Extended log only.</summary>
    public void Uploaded(string user, string group, long bytes, TimeSpan took)
    {
        if (_extended)
            log.Write(
                new LogEvent
                {
                    Kind = EventKind.Uploaded,
                    User = user,
                    Group = group,
                    Amount = bytes,
                    Milliseconds = (long)took.TotalMilliseconds,
                }
            );
    }
}

/// <summary>Options of a <see cref="ClientLog"/>.</summary>
public sealed record ClientLogOptions
{
    /// <summary>
    /// Whether to log lines that the original does not have: send timing and completed attachments. The original's
    /// tools skip them.
    /// </summary>
    public bool Extended { get; init; }
}

/// <summary>The layer at which a client's connection attempt failed.</summary>
public enum ErrorLayer
{
    /// <summary>Below TLS: TCP or the proxy.</summary>
    Tcp,

    /// <summary>In the TLS handshake.</summary>
    Tls,
}
