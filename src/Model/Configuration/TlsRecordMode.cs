namespace MGen.Model.Configuration;

/// <summary>How a message is laid into TLS records. Their sizes are what an observer sees.</summary>
public enum TlsRecordMode
{
    /// <summary>Header and body in one record (<c>single</c>).</summary>
    Joined,

    /// <summary>Header and body in a record and a packet each, as the original's library happens to do it (<c>split</c>).</summary>
    Split,
}
