namespace MGen.EventLog;

/// <summary>
/// One line of the event log, as queued for writing and as read back. <see cref="EventSchema"/> says which members each
/// kind of line has; the others keep their defaults. 64 bytes: small, because it is copied into the queue.
/// </summary>
public readonly record struct LogEvent
{
    /// <summary>
    /// The time of the event: nanoseconds since 1970-01-01 UTC. Times written by this project are multiples of 100.
    /// </summary>
    public long UnixNanoseconds { get; init; }

    /// <summary>
    /// The user. In a client's or peer's line: the user who logs it. In a server's line: the user whose connection or
    /// request the line is about; for <see cref="EventKind.Sent"/>, <see cref="EventKind.Terminating"/> and
    /// <see cref="EventKind.Dropped"/> this is the recipient.
    /// </summary>
    public string? User { get; init; }

    /// <summary>The group.</summary>
    public string? Group { get; init; }

    /// <summary>
    /// The other party: for a client the sender of a received message or receipt, for a server the user to whom a
    /// receipt goes; the dialled peer; or an attachment's URL.
    /// </summary>
    public string? Other { get; init; }

    /// <summary>An address, a reason or the text of an error.</summary>
    public string? Text { get; init; }

    /// <summary>
    /// A quantity: milliseconds of <see cref="EventKind.Waiting"/>; blocks of <see cref="EventKind.Send"/>; bytes of
    /// <see cref="EventKind.Receive"/>, <see cref="EventKind.Sending"/>, <see cref="EventKind.Fetched"/> and
    /// <see cref="EventKind.Uploaded"/>; the version of <see cref="EventKind.ExtendedVersion"/>; in the queue, the
    /// number of equal lines of <see cref="EventKind.Sent"/> and <see cref="EventKind.Dropped"/>, which are read back
    /// as 1 each.
    /// </summary>
    public long Amount { get; init; }

    /// <summary>
    /// How long a <see cref="EventKind.Fetched"/> or <see cref="EventKind.Uploaded"/> attachment took, in milliseconds.
    /// </summary>
    public long Milliseconds { get; init; }

    /// <summary>
    /// The message's number within (sender, group); in a receipt, the number of the acknowledged message.
    /// </summary>
    public uint Id { get; init; }

    /// <summary>The kind of event.</summary>
    public EventKind Kind { get; init; }

    /// <summary>The conversation's state before the event.</summary>
    public LogState From { get; init; }

    /// <summary>The conversation's state after the event.</summary>
    public LogState To { get; init; }

    /// <summary>The stage at which a <see cref="EventKind.Failed"/> connection failed.</summary>
    public FailedStage Stage { get; init; }

    /// <summary>When a <see cref="EventKind.SendTiming"/> message was due: nanoseconds since 1970-01-01 UTC.</summary>
    public long PlannedUnixNanoseconds
    {
        get => Amount;
        init => Amount = value;
    }

    /// <summary>
    /// When a <see cref="EventKind.SendTiming"/> message was written to its socket: nanoseconds since 1970-01-01 UTC.
    /// </summary>
    public long ActualUnixNanoseconds
    {
        get => Milliseconds;
        init => Milliseconds = value;
    }
}

/// <summary>The two states of a conversation, as named in the log.</summary>
public enum LogState : byte
{
    /// <summary>The user is not chatting.</summary>
    Idle,

    /// <summary>The user is chatting.</summary>
    Active,
}

/// <summary>The stage that a connection had reached when it failed; logged in lower case.</summary>
public enum FailedStage : byte
{
    /// <summary>During accept.</summary>
    Accept,

    /// <summary>In the TLS handshake.</summary>
    Tls,

    /// <summary>While user and group were read.</summary>
    Handshake,

    /// <summary>While a message was read.</summary>
    Receive,
}
