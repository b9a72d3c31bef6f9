namespace MGen.EventLog;

/// <summary>What the conversations of a client or peer log. Any thread.</summary>
/// <param name="log">Where the lines go.</param>
/// <param name="options">Which lines; the original's if <c>null</c>.</param>
public sealed class ClientLog(EventLogWriter log, ClientLogOptions? options = null)
{
    private readonly bool _extended = options?.Extended ?? false;

    /// <summary><c>extended,version</c>: to be called once, first. Nothing unless extended.</summary>
    public void Opened()
    {
        if (_extended)
            log.Write(new LogEvent { Kind = EventKind.ExtendedVersion, Amount = EventSchema.ExtendedVersion });
    }

    /// <summary><c>U,G,waiting,ms</c></summary>
    public void Waiting(string user, string group, long milliseconds) =>
        log.Write(new LogEvent { Kind = EventKind.Waiting, User = user, Group = group, Amount = milliseconds });

    /// <summary><c>U,G,handshake</c></summary>
    public void Handshake(string user, string group) => log.Write(new LogEvent { Kind = EventKind.Handshake, User = user, Group = group });

    /// <summary><c>U,G,awake</c></summary>
    public void Awake(string user, string group) => log.Write(new LogEvent { Kind = EventKind.Awake, User = user, Group = group });

    /// <summary><c>U,G,Idle</c>: on every turn of the machine that begins idle.</summary>
    public void Idle(string user, string group) => log.Write(new LogEvent { Kind = EventKind.Idle, User = user, Group = group });

    /// <summary><c>U,G,send,From,To,blocks,id</c></summary>
    /// <param name="user">Who sends.</param>
    /// <param name="group">To which group.</param>
    /// <param name="from">State before.</param>
    /// <param name="to">State after.</param>
    /// <param name="blocks">Blocks of 160 bytes as drawn; 0 is sent as 1.</param>
    /// <param name="id">The message's number.</param>
    public void Send(string user, string group, ConversationState from, ConversationState to, uint blocks, uint id) =>
        log.Write(new LogEvent { Kind = EventKind.Send, User = user, Group = group, From = from, To = to, Amount = blocks, Id = id });

    /// <summary><c>U,G,receive,From,To,sender,bytes,id</c></summary>
    /// <param name="user">Who receives.</param>
    /// <param name="group">In which group.</param>
    /// <param name="from">State before.</param>
    /// <param name="to">State after.</param>
    /// <param name="sender">Whose message it is.</param>
    /// <param name="bytes">Its size, attachment included.</param>
    /// <param name="id">Its number.</param>
    public void Receive(string user, string group, ConversationState from, ConversationState to, string sender, uint bytes, uint id) =>
        log.Write(new LogEvent { Kind = EventKind.Receive, User = user, Group = group, From = from, To = to, Other = sender, Amount = bytes, Id = id });

    /// <summary><c>U,G,receive,S,S,sender,receipt,id</c>: <paramref name="sender"/> acknowledged message <paramref name="id"/>.</summary>
    public void ReceiveReceipt(string user, string group, ConversationState state, string sender, uint id) =>
        log.Write(new LogEvent { Kind = EventKind.ReceiveReceipt, User = user, Group = group, From = state, To = state, Other = sender, Id = id });

    /// <summary><c>U,G,error,TCP,text</c>, <c>U,G,error,TLS,text</c>, or <c>U,G,error,text</c> for an established connection.</summary>
    public void Error(string user, string group, ErrorLayer? layer, string text)
    {
        EventKind kind = layer switch
        {
            ErrorLayer.Tcp => EventKind.TcpError,
            ErrorLayer.Tls => EventKind.TlsError,
            _ => EventKind.Error,
        };
        log.Write(new LogEvent { Kind = kind, User = user, Group = group, Text = text });
    }

    /// <summary><c>Error fetching: text</c></summary>
    public void ErrorFetching(string text) => log.Write(new LogEvent { Kind = EventKind.ErrorFetching, Text = text });

    /// <summary><c>U,url,Error uploading: text</c></summary>
    public void ErrorUploading(string user, string url, string text) =>
        log.Write(new LogEvent { Kind = EventKind.ErrorUploading, User = user, Other = url, Text = text });

    /// <summary><c>U,G,sent,id,planned,actual</c>: when the message was due and when it was handed to its socket. Only extended.</summary>
    public void SendTiming(string user, string group, uint id, DateTimeOffset planned, DateTimeOffset actual)
    {
        if (!_extended)
            return;
        log.Write(new LogEvent
        {
            Kind = EventKind.SendTiming,
            User = user,
            Group = group,
            Id = id,
            PlannedUnixNanoseconds = UnixTime.Nanoseconds(planned),
            ActualUnixNanoseconds = UnixTime.Nanoseconds(actual),
        });
    }

    /// <summary><c>U,G,fetched,bytes,ms</c>: an attachment was downloaded whole. Only extended.</summary>
    public void Fetched(string user, string group, long bytes, TimeSpan took)
    {
        if (_extended)
            log.Write(new LogEvent { Kind = EventKind.Fetched, User = user, Group = group, Amount = bytes, Milliseconds = (long)took.TotalMilliseconds });
    }

    /// <summary><c>U,G,uploaded,bytes,ms</c>: an attachment was uploaded whole. Only extended.</summary>
    public void Uploaded(string user, string group, long bytes, TimeSpan took)
    {
        if (_extended)
            log.Write(new LogEvent { Kind = EventKind.Uploaded, User = user, Group = group, Amount = bytes, Milliseconds = (long)took.TotalMilliseconds });
    }
}
