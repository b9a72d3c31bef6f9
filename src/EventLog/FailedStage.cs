namespace MGen.EventLog;

/// <summary>How far a connection had come when it failed; logged in lower case.</summary>
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
