namespace MGen.Transport.Records;

/// <summary>The content type of a TLS record (RFC 8446, 5.1).</summary>
internal enum ContentType : byte
{
    /// <summary>No type: the record contains only padding.</summary>
    Invalid = 0,

    /// <summary>Only allowed during the handshake.</summary>
    ChangeCipherSpec = 20,

    /// <summary>An alert: two bytes.</summary>
    Alert = 21,

    /// <summary>Handshake messages or parts of them.</summary>
    Handshake = 22,

    /// <summary>Application data; also the outer type of every protected record.</summary>
    ApplicationData = 23,
}

/// <summary>Alerts: why a TLS connection ends (RFC 8446, 6).</summary>
internal enum AlertDescription : byte
{
    CloseNotify = 0,
    UnexpectedMessage = 10,
    BadRecordMac = 20,
    RecordOverflow = 22,
    IllegalParameter = 47,
    DecodeError = 50,
    InternalError = 80,
    UserCanceled = 90,
}
