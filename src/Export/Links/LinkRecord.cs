using MGen.Export.People;

namespace MGen.Export.Links;

/// <summary>What a TLS record carries.</summary>
internal enum RecordKind : byte
{
    /// <summary>None: the connection is opened. It has no bytes.</summary>
    Connect,

    /// <summary>None: the connection is lost. It has no bytes.</summary>
    Lost,

    /// <summary>A handshake or change-cipher-spec record before encryption.</summary>
    PlainHandshake,

    /// <summary>An encrypted handshake record.</summary>
    Handshake,

    /// <summary>The application's handshake, or the server's answer to it.</summary>
    Registration,

    /// <summary>A message, its header or its body.</summary>
    Message,

    /// <summary>A receipt.</summary>
    Receipt,

    /// <summary>A request to the web server or its response, headers and attachment.</summary>
    Attachment,
}

/// <summary>A TCP connection of one conversation.</summary>
/// <param name="Conversation">Whose.</param>
/// <param name="Port">The device's port.</param>
/// <param name="IsWeb">Whether it leads to the web server and not to the message server.</param>
internal sealed record Connection(Conversation Conversation, ushort Port, bool IsWeb)
{
    /// <summary>
    /// Time of the last record that the device sent. What follows is not earlier, whatever the log's clock did.
    /// </summary>
    public long LastOutgoing { get; set; } = long.MinValue;

    /// <summary>Time of the last record that the server sent.</summary>
    public long LastIncoming { get; set; } = long.MinValue;

    /// <summary>What the capture writer keeps of it.</summary>
    public object? Transport { get; set; }
}

/// <summary>A TLS record on a connection.</summary>
internal readonly record struct LinkRecord
{
    /// <summary>When it passes the vantage point: nanoseconds since 1970-01-01 UTC.</summary>
    public required long Time { get; init; }

    /// <summary>On which connection.</summary>
    public required Connection Connection { get; init; }

    /// <summary>Whether the device sends it.</summary>
    public required bool IsOutgoing { get; init; }

    /// <summary>Its bytes, with its header of 5; 0 if it is no record but tells of the connection.</summary>
    public required int Bytes { get; init; }

    /// <summary>What it carries.</summary>
    public required RecordKind Kind { get; init; }

    /// <summary>Content type of its header, and the handshake's type after it if that is not encrypted.</summary>
    public ushort Types { get; init; }

    /// <summary>Whether the conversation is active.</summary>
    public bool IsActive { get; init; }

    /// <summary>Of messages and receipts the author; else <c>null</c>.</summary>
    public string? Author { get; init; }

    /// <summary>Of messages and receipts the message's number.</summary>
    public uint Id { get; init; }
}

/// <summary>Takes the records of the observed connections, ordered by time.</summary>
internal interface ILinkFormat
{
    void Write(in LinkRecord record);

    /// <summary>All records were written; the events go on until this time.</summary>
    void End(long lastEvent) { }
}
