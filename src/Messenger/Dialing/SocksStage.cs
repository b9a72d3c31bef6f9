namespace MGen.Messenger.Dialing;

/// <summary>The answers of a SOCKS5 proxy, in the order in which they come.</summary>
internal enum SocksStage
{
    /// <summary>Which method of authentication it takes (RFC 1928, section 3).</summary>
    Method,

    /// <summary>Whether user name and password are right (RFC 1929, section 2).</summary>
    Credentials,

    /// <summary>Whether it is connected to the target (RFC 1928, section 6).</summary>
    Connection,
}
