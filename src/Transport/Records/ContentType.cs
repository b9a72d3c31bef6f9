namespace MGen.Transport.Records;

/// <summary>What a TLS record carries (RFC 8446, 5.1).</summary>
internal enum ContentType : byte
{
    /// <summary>Not a type: only padding was found.</summary>
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

/// <summary>Why a TLS connection ends (RFC 8446, 6).</summary>
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
