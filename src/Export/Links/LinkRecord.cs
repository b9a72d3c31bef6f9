namespace MGen.Export.Links;

/// <summary>The content of a TLS record.</summary>
internal enum RecordKind : byte
{
    /// <summary>No record: the connection is opened. It has 0 bytes.</summary>
    Connect,

    /// <summary>No record: the connection is lost. It has 0 bytes.</summary>
    Lost,

    /// <summary>A handshake or change-cipher-spec record before encryption.</summary>
    PlainHandshake,

    /// <summary>An encrypted handshake record.</summary>
    Handshake,

    /// <summary>The client's registration, or the server's response.</summary>
    Registration,

    /// <summary>A message, or its header or body alone.</summary>
    Message,

    /// <summary>A receipt.</summary>
    Receipt,

    /// <summary>A request to the web server or its response: headers and attachment.</summary>
    Attachment,
}

/// <summary>A TCP connection of one conversation.</summary>
/// <param name="Conversation">The conversation.</param>
/// <param name="Port">The port of the device.</param>
/// <param name="IsWeb">Whether it is a connection to the web server, not to the message server.</param>
internal sealed record Connection(Conversation Conversation, ushort Port, bool IsWeb)
{
    /// <summary>
    /// The time of the last record that the device sent. The next record that the device sends gets no earlier time,
    /// even if the clock of the log went back.
    /// </summary>
    public long LastOutgoing { get; set; } = long.MinValue;

    /// <summary>The time of the last record that the server sent.</summary>
    public long LastIncoming { get; set; } = long.MinValue;

    /// <summary>The state that the capture writer keeps for the connection.</summary>
    public object? Transport { get; set; }
}

/// <summary>A TLS record on a connection.</summary>
internal readonly record struct LinkRecord
{
    /// <summary>When the record passes the vantage point: nanoseconds since 1970-01-01 UTC.</summary>
    public required long Time { get; init; }

    /// <summary>The connection.</summary>
    public required Connection Connection { get; init; }

    /// <summary>Whether the device sends the record.</summary>
    public required bool IsOutgoing { get; init; }

    /// <summary>
    /// The size in bytes, including the header of 5; 0 for <see cref="RecordKind.Connect"/> and
    /// <see cref="RecordKind.Lost"/>.
    /// </summary>
    public required int Bytes { get; init; }

    /// <summary>The content.</summary>
    public required RecordKind Kind { get; init; }

    /// <summary>
    /// A value of <see cref="TlsTypes"/>: the content type, and the type of an unencrypted handshake message.
    /// </summary>
    public ushort Types { get; init; }

    /// <summary>Whether the conversation is active.</summary>
    public bool IsActive { get; init; }

    /// <summary>The author of a message or receipt; otherwise <c>null</c>.</summary>
    public string? Author { get; init; }

    /// <summary>The number of a message, or of the message that a receipt acknowledges.</summary>
    public uint Id { get; init; }
}

/// <summary>Receives the records of the observed connections in order of time.</summary>
internal interface ILinkFormat
{
    void Write(in LinkRecord record);

    /// <summary>Called after the last record.</summary>
    void End(long lastEvent) { }
}

/// <summary>
/// Sorts records by time. A record may be added up to <paramref name="holdNanoseconds"/> late. A record that is earlier
/// than the last record written gets that record's time, and is counted.
/// </summary>
internal sealed class RecordOrder(ILinkFormat[] formats, long holdNanoseconds)
{
    private readonly TimeQueue<LinkRecord> _waiting = new();
    private long _latest = long.MinValue;
    private long _left = long.MinValue;

    /// <summary>The number of records written.</summary>
    public long Written { get; private set; }

    /// <summary>The number of records that were added too late and got a later time.</summary>
    public long Moved { get; private set; }

    public void Add(in LinkRecord record)
    {
        if (holdNanoseconds == 0 && record.Time == _latest && _waiting.IsEmpty)
        {
            Leave(record);
            return;
        }
        if (record.Time >= _left)
        {
            _waiting.Add(record.Time, record);
            return;
        }
        Moved++;
        _waiting.Add(_left, record with { Time = _left });
    }

    /// <summary>Advances the time of the events, and writes the records whose order is final.</summary>
    public void AdvanceTo(long now)
    {
        if (now <= _latest)
            return;
        _latest = now;
        Release(now - holdNanoseconds);
    }

    /// <summary>Writes all records.</summary>
    public void Complete()
    {
        Release(long.MaxValue);
        foreach (ILinkFormat format in formats)
            format.End(_latest);
    }

    private void Release(long upTo)
    {
        while (_waiting.HasFirst(upTo))
        {
            Leave(_waiting.First);
            _waiting.RemoveFirst();
        }
    }

    private void Leave(in LinkRecord record)
    {
        _left = record.Time;
        Written += record.Bytes == 0 ? 0 : 1;
        foreach (ILinkFormat format in formats)
            format.Write(record);
    }
}
