namespace MGen.Messenger.Dialing;

/// <summary>Methods of authentication (RFC 1928, section 3).</summary>
internal static class SocksMethod
{
    /// <summary>None.</summary>
    public const byte NoAuthentication = 0;

    /// <summary>User name and password (RFC 1929).</summary>
    public const byte UserNameAndPassword = 2;

    /// <summary>The proxy's word for: none of those that were offered.</summary>
    public const byte NoneAcceptable = 0xFF;
}
