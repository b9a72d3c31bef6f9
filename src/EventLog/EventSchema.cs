namespace MGen.EventLog;

/// <summary>
/// The lines of the event log, in one table for writer and reader. Each line begins with <c>YYYY-MM-DD
/// HH:MM:SS,&lt;unix seconds&gt;.&lt;9 digits&gt;,</c> in UTC. Up to <see cref="EventKind.PeerConnected"/> the text is
/// the original's byte for byte, except for two kinds that the original does not have (<see cref="EventKind.Dropped"/>
/// and <see cref="EventKind.Refused"/>).
/// </summary>
internal static class EventSchema
{
    /// <summary>Version of the extended lines; incremented when one of them changes.</summary>
    public const int ExtendedVersion = 1;

    private const LogSource Server = LogSource.Server;
    private const LogSource Web = LogSource.Web;
    private const LogSource Client = LogSource.Client;

    private static readonly LinePattern[] All =
    [
        LinePattern.Compile(EventKind.Listening, Server | Web, "listening,{text}"),
        LinePattern.Compile(EventKind.Accepted, Server, "accepted {text}"),
        LinePattern.Compile(EventKind.Accept, Server, "accept,{user},{group}"),
        LinePattern.Compile(EventKind.Register, Server, "register,{user},{group}"),
        LinePattern.Compile(EventKind.RegistrationPhaseComplete, Server, "registration phase complete"),
        LinePattern.Compile(EventKind.Received, Server, "received,{user},{group},{id}"),
        LinePattern.Compile(EventKind.Receipt, Server, "receipt,{user},{group},{other},{id}"),
        LinePattern.Compile(EventKind.Sent, Server, "sent,{user},{group}"),
        LinePattern.Compile(EventKind.Failed, Server, "failed,{stage},{text}"),
        LinePattern.Compile(EventKind.Terminating, Server, "terminating,{user},{group}"),
        LinePattern.Compile(EventKind.Terminated, Server, "terminated,{user},{group}"),
        LinePattern.Compile(EventKind.Dropped, Server, "dropped,{user},{group},{text}"),
        LinePattern.Compile(EventKind.Refused, Server, "refused,{user},{group},{text}"),
        LinePattern.Compile(EventKind.Sending, Web, "sending,{user},{amount}"),
        LinePattern.Compile(EventKind.Receiving, Web, "receiving,{user}"),
        LinePattern.Compile(EventKind.Waiting, Client, "{user},{group},waiting,{amount}"),
        LinePattern.Compile(EventKind.Handshake, Client, "{user},{group},handshake"),
        LinePattern.Compile(EventKind.Awake, Client, "{user},{group},awake"),
        LinePattern.Compile(EventKind.Idle, Client, "{user},{group},Idle"),
        LinePattern.Compile(EventKind.Send, Client, "{user},{group},send,{from},{to},{amount},{id}"),
        LinePattern.Compile(EventKind.Receive, Client, "{user},{group},receive,{from},{to},{other},{amount},{id}"),
        LinePattern.Compile(
            EventKind.ReceiveReceipt,
            Client,
            "{user},{group},receive,{from},{to},{other},receipt,{id}"
        ),
        // Before Error, whose pattern also matches TcpError and TlsError lines.
        LinePattern.Compile(EventKind.TcpError, Client, "{user},{group},error,TCP,{text}"),
        LinePattern.Compile(EventKind.TlsError, Client, "{user},{group},error,TLS,{text}"),
        LinePattern.Compile(EventKind.Error, Client, "{user},{group},error,{text}"),
        LinePattern.Compile(EventKind.ErrorFetching, Client, "Error fetching: {text}"),
        LinePattern.Compile(EventKind.ErrorUploading, Client, "{user},{other},Error uploading: {text}"),
        LinePattern.Compile(EventKind.PeerListening, Client, "listening on {text}"),
        LinePattern.Compile(
            EventKind.PeerConnected,
            Client,
            "connection attempt success from {user} to {other} on {text}"
        ),
        LinePattern.Compile(EventKind.ExtendedVersion, Client, "extended,{amount}"),
        LinePattern.Compile(EventKind.SendTiming, Client, "{user},{group},sent,{id},{planned},{actual}"),
        LinePattern.Compile(EventKind.Fetched, Client, "{user},{group},fetched,{amount},{milliseconds}"),
        LinePattern.Compile(EventKind.Uploaded, Client, "{user},{group},uploaded,{amount},{milliseconds}"),
    ];

    /// <summary>All patterns, indexed by kind. If two patterns match a line, the first one applies.</summary>
    public static ReadOnlySpan<LinePattern> Patterns => All;

    /// <summary>The pattern of one kind.</summary>
    public static LinePattern PatternOf(EventKind kind) => All[(int)kind];

    /// <summary>Whether one queued event of this kind represents <see cref="LogEvent.Amount"/> equal lines.</summary>
    public static bool IsRepeated(EventKind kind) => kind is EventKind.Sent or EventKind.Dropped;

    /// <summary>The number of lines that one event becomes in the log.</summary>
    public static long LinesOf(in LogEvent item) => IsRepeated(item.Kind) ? item.Amount : 1;
}
