namespace MGen.Export;

/// <summary>A file format that <see cref="ExportRun"/> writes. docs/EXPORT.md says what each contains.</summary>
public enum ExportFormat
{
    /// <summary>One CSV line per message.</summary>
    ScheduleCsv,

    /// <summary>One JSON object per message and line.</summary>
    ScheduleJsonLines,

    /// <summary>A JSON list of <c>time, sender, size, receiver</c>, one element per message and receiver.</summary>
    ScheduleMixnetOptimizer,

    /// <summary>CSV of <c>from,time,to</c>, one line per message and receiver.</summary>
    ScheduleFromTimeTo,

    /// <summary>One line per person, one character per second: <c>1</c> while connected, else <c>0</c>.</summary>
    ScheduleOnline,

    /// <summary>A directory of traces with lines <c>time,direction</c>.</summary>
    Maybenot,

    /// <summary>
    /// A directory of traces with lines <c>time,direction,size</c>, as maybenot's simulator up to version 1 reads them.
    /// </summary>
    MaybenotWithSize,

    /// <summary>NumPy arrays <c>X</c>, <c>y</c> and <c>classes</c>.</summary>
    Npz,

    /// <summary>Packets of every observed connection.</summary>
    Pcapng,

    /// <summary>A directory with users.json and messages.jsonl.</summary>
    Truth,

    /// <summary>A directory with events.parquet, messages.parquet and deliveries.parquet.</summary>
    Parquet,
}

/// <summary>One output.</summary>
/// <param name="Format">What to write.</param>
/// <param name="Path">Full path of the file or directory.</param>
public sealed record ExportTarget(ExportFormat Format, string Path);

/// <summary>Whose records form one trace or row.</summary>
public enum TraceScope
{
    /// <summary>All connections of a person.</summary>
    Person,

    /// <summary>One conversation: one person's connection for one group.</summary>
    Conversation,
}

/// <summary>What one element of a trace or row is.</summary>
public enum TraceUnit
{
    /// <summary>A TLS record with its header.</summary>
    Record,

    /// <summary>
    /// A TCP segment that carries data; its size is that of the IP packet. Pure acknowledgements are left out.
    /// </summary>
    Packet,

    /// <summary>A cell of 514 bytes that carries up to 498 bytes of records.</summary>
    Cell,
}

/// <summary>What <c>y</c> of the arrays says of a row.</summary>
public enum RowLabel
{
    /// <summary>Index of the person.</summary>
    Person,

    /// <summary>Index of the conversation.</summary>
    Conversation,

    /// <summary>1 if any record of the row belongs to a conversation in the active state, else 0.</summary>
    Activity,
}

/// <summary>The absolute value of an element of <c>X</c>; its sign is the direction, outgoing is positive.</summary>
public enum ElementValue
{
    /// <summary>Seconds since the row's start, at least 1e-9, because 0 is padding.</summary>
    Time,

    /// <summary>Bytes.</summary>
    Size,
}

/// <summary>Where the packets are captured.</summary>
public enum Vantage
{
    /// <summary>At each person's device.</summary>
    Client,

    /// <summary>At the message server's link: half a round trip later (to the server) or earlier (from it).</summary>
    Server,
}

/// <summary>What to export, and the parameters of what the event log does not tell.</summary>
public sealed record ExportOptions
{
    /// <summary>The outputs, at least one.</summary>
    public required IReadOnlyList<ExportTarget> Targets { get; init; }

    /// <summary>Whose connections and messages are exported. Default: everybody's.</summary>
    public PeopleFilter Observed { get; init; } = PeopleFilter.Everybody;

    /// <summary>
    /// How far events of different conversations may be out of the order of time, not negative. Default 1 s, for event
    /// logs of several programs; a simulation's events are in order.
    /// </summary>
    public TimeSpan Disorder { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Where times are taken.</summary>
    public Vantage Vantage { get; init; }

    /// <summary>Whose records form one trace or row. Default: a person's.</summary>
    public TraceScope Scope { get; init; }

    /// <summary>What an element of a trace or row is. Default: a TLS record.</summary>
    public TraceUnit Unit { get; init; }

    /// <summary>What a row's label is. Default: the person.</summary>
    public RowLabel Label { get; init; }

    /// <summary>What an element's value is. Default: time.</summary>
    public ElementValue Value { get; init; }

    /// <summary>Length of a row in time, above 0. Default 60 s.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Elements of a row, at least 1. Default 500. What is more is cut off and counted.</summary>
    public int RowLength { get; init; } = 500;

    /// <summary>Whether receipts are lines of the schedules, too.</summary>
    public bool WithReceipts { get; init; }

    /// <summary>
    /// How long a message waits for its last delivery before it is written without it, above 0. Default 10 min.
    /// </summary>
    public TimeSpan DeliveryWait { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Round trip between a device and its servers, not negative. Default 0: as on loopback.</summary>
    public TimeSpan RoundTrip { get; init; }

    /// <summary>Most bytes of a TCP segment, from 88 to 65,495. Default 1,460, Ethernet's.</summary>
    public int SegmentBytes { get; init; } = 1_460;

    /// <summary>
    /// How long an acknowledgement waits for data or a second segment, not negative. Default 40 ms, Linux's least.
    /// </summary>
    public TimeSpan AckDelay { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>
    /// After how long without a packet of the server TCP of a device probes the connection, not negative; 0: never.
    /// Default 45 s, what the programs ask the system for (src/Messenger/Dialing/SocketSettings.cs).
    /// </summary>
    public TimeSpan KeepaliveIdle { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Whether header and body of a message are one TLS record each (<c>tls_records: split</c>).</summary>
    public bool SplitRecords { get; init; }

    /// <summary>Whether clients resume (<c>resume: true</c>, the default of configurations).</summary>
    public bool Resume { get; init; } = true;

    /// <summary>Bytes of the servers' certificate in DER. Default 385: a self-signed one with a P-256 key.</summary>
    public int CertificateBytes { get; init; } = 385;

    /// <summary>
    /// As clients name the web server, at most 255 characters: it stands in every request. Default: the address that
    /// the captures show.
    /// </summary>
    public string WebServer { get; init; } = "192.0.2.2:6398";

    /// <summary>
    /// Whether each packet that begins a message or receipt has a comment that tells the truth about it.
    /// </summary>
    public bool Comments { get; init; }
}

/// <summary>Something that the user has to change; the message names it.</summary>
public sealed class ExportException : Exception
{
    /// <summary>Without a message.</summary>
    public ExportException() { }

    /// <summary>With what is wrong, and what to do.</summary>
    public ExportException(string message)
        : base(message) { }

    /// <summary>With what is wrong, and its cause.</summary>
    public ExportException(string message, Exception innerException)
        : base(message, innerException) { }
}
