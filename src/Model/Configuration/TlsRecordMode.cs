namespace MGen.Model.Configuration;

/// <summary>How a message is divided into TLS records. Their sizes are what an observer sees.</summary>
public enum TlsRecordMode
{
    /// <summary>Header and body in one record (<c>single</c>).</summary>
    Joined,

    /// <summary>
    /// Header and body in separate records and packets, as the original's TLS library does (<c>split</c>).
    /// </summary>
    Split,
}
