namespace MGen.Export;

/// <summary>A file format that <see cref="ExportRun"/> writes. docs/EXPORT.md describes the formats.</summary>
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

/// <summary>An output.</summary>
/// <param name="Format">The format.</param>
/// <param name="Path">The full path of the file or directory.</param>
public sealed record ExportTarget(ExportFormat Format, string Path);

/// <summary>Whose records form one trace or row.</summary>
public enum TraceScope
{
    /// <summary>All connections of a person.</summary>
    Person,

    /// <summary>One conversation: one person's connection for one group.</summary>
    Conversation,
}

/// <summary>The element of a trace or row.</summary>
public enum TraceUnit
{
    /// <summary>A TLS record with its header.</summary>
    Record,

    /// <summary>
    /// A TCP segment with data; its size is that of the IP packet. Acknowledgements without data are not elements.
    /// </summary>
    Packet,

    /// <summary>A cell of 514 bytes that carries up to 498 bytes of records.</summary>
    Cell,
}

/// <summary>The label of a row in <c>y</c>.</summary>
public enum RowLabel
{
    /// <summary>The index of the person.</summary>
    Person,

    /// <summary>The index of the conversation.</summary>
    Conversation,

    /// <summary>1 if any record of the row belongs to an active conversation, otherwise 0.</summary>
    Activity,
}

/// <summary>The absolute value of an element of <c>X</c>. Its sign is the direction; outgoing is positive.</summary>
public enum ElementValue
{
    /// <summary>Seconds since the start of the row, at least 1e-9, because 0 is padding.</summary>
    Time,

    /// <summary>Bytes.</summary>
    Size,
}

/// <summary>The point at which packets are observed.</summary>
public enum Vantage
{
    /// <summary>At each person's device.</summary>
    Client,

    /// <summary>
    /// At the message server's network link: packets to the server pass it half a round trip later than at the client,
    /// packets from the server half a round trip earlier.
    /// </summary>
    Server,
}

/// <summary>The outputs of an export, and the parameters that the event log does not contain.</summary>
public sealed record ExportOptions
{
    /// <summary>The outputs, at least one.</summary>
    public required IReadOnlyList<ExportTarget> Targets { get; init; }

    /// <summary>The people whose connections and messages are exported. Default: everybody.</summary>
    public PeopleFilter Observed { get; init; } = PeopleFilter.Everybody;

    /// <summary>
    /// How far events of different conversations may be out of order, not negative. Default 1 s, for event logs of
    /// several programs; the events of a simulation are in order.
    /// </summary>
    public TimeSpan Disorder { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The point at which packets are observed. Default: each person's device.</summary>
    public Vantage Vantage { get; init; }

    /// <summary>Whose records form one trace or row. Default: a person's.</summary>
    public TraceScope Scope { get; init; }

    /// <summary>The element of a trace or row. Default: a TLS record.</summary>
    public TraceUnit Unit { get; init; }

    /// <summary>The label of a row. Default: the person.</summary>
    public RowLabel Label { get; init; }

    /// <summary>The value of an element. Default: its time.</summary>
    public ElementValue Value { get; init; }

    /// <summary>The duration of a row, above 0. Default 60 s.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The number of elements of a row, at least 1. Default 500. Further elements are dropped; the rows concerned are
    /// counted.
    /// </summary>
    public int RowLength { get; init; } = 500;

    /// <summary>Whether receipts are exported to schedules and ground truth too.</summary>
    public bool WithReceipts { get; init; }

    /// <summary>
    /// How long a message waits for its deliveries before it is written without the missing ones, above 0. Default
    /// 10 min.
    /// </summary>
    public TimeSpan DeliveryWait { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The round-trip time between a device and its servers, not negative. Default 0, as on loopback.
    /// </summary>
    public TimeSpan RoundTrip { get; init; }

    /// <summary>The maximum size of a TCP segment in bytes, from 88 to 65,495. Default 1,460, as on Ethernet.</summary>
    public int SegmentBytes { get; init; } = 1_460;

    /// <summary>
    /// How long an acknowledgement waits for data or a second segment, not negative. Default 40 ms, the minimum of
    /// Linux.
    /// </summary>
    public TimeSpan AckDelay { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>
    /// The time without a packet from the server after which a device's TCP sends a keepalive probe, not negative; 0:
    /// never. Default 45 s, the setting of the programs (src/Messenger/Dialing/SocketSettings.cs).
    /// </summary>
    public TimeSpan KeepaliveIdle { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>
    /// Whether the header and the body of a message are separate TLS records (<c>tls_records: split</c>).
    /// </summary>
    public bool SplitRecords { get; init; }

    /// <summary>Whether clients resume (<c>resume: true</c>, the default of configurations).</summary>
    public bool Resume { get; init; } = true;

    /// <summary>
    /// The size of the servers' certificate in DER in bytes. Default 385: a self-signed certificate with a P-256 key.
    /// </summary>
    public int CertificateBytes { get; init; } = 385;

    /// <summary>
    /// The name of the web server in the clients' configurations, at most 255 characters; every request contains it.
    /// Default: the address in the captures.
    /// </summary>
    public string WebServer { get; init; } = "192.0.2.2:6398";

    /// <summary>
    /// Whether the first packet of each write with messages or receipts has a comment with their numbers, authors and
    /// groups.
    /// </summary>
    public bool Comments { get; init; }

    /// <summary>The caller's warnings about the parameters; the result contains them too.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>An error that the user can correct. The message says what is wrong.</summary>
public sealed class ExportException : Exception
{
    /// <summary>Without a message.</summary>
    public ExportException() { }

    /// <summary>With a message that says what is wrong.</summary>
    public ExportException(string message)
        : base(message) { }

    /// <summary>With a message that says what is wrong, and the cause.</summary>
    public ExportException(string message, Exception innerException)
        : base(message, innerException) { }
}
