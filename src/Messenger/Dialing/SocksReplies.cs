using System.Net.Sockets;

namespace MGen.Messenger.Dialing;

/// <summary>Sorts what a proxy says: which reason a reply code is, and whether another attempt can help.</summary>
internal static class SocksReplies
{
    // RFC 1928, section 6, and Tor's proposal 304 (the flag ExtendedErrors of a SocksPort).
    private const byte FirstExtended = 0xF0,
        LastExtended = 0xF7;
    private const byte LastStandard = 8;

    /// <summary>The reason that a reply code stands for.</summary>
    public static SocksFailure FailureOf(byte reply) =>
        reply switch
        {
            0 => SocksFailure.None,
            <= LastStandard => SocksFailure.GeneralFailure + (reply - 1),
            >= FirstExtended and <= LastExtended => SocksFailure.OnionNotFound + (reply - FirstExtended),
            _ => SocksFailure.UnknownReply,
        };

    /// <summary>
    /// Whether every further attempt would fail alike, because the proxy's or our own configuration has to change
    /// first. A forbidden target does not count: with Tor the next exit may allow it.
    /// </summary>
    public static bool IsFatal(SocksFailure failure) =>
        failure
            is SocksFailure.NoAcceptableMethod
                or SocksFailure.CredentialsRejected
                or SocksFailure.NameTooLong
                or SocksFailure.CommandNotSupported
                or SocksFailure.AddressTypeNotSupported
                or SocksFailure.OnionKeyMissing
                or SocksFailure.OnionKeyWrong
                or SocksFailure.OnionAddressInvalid;

    /// <summary>The nearest error of a socket, for those who know nothing of proxies.</summary>
    public static SocketError ErrorOf(SocksFailure failure) =>
        failure switch
        {
            SocksFailure.ProxyUnreachable => SocketError.HostDown,
            SocksFailure.ProxySilent or SocksFailure.TtlExpired or SocksFailure.OnionIntroductionTimedOut =>
                SocketError.TimedOut,
            SocksFailure.ProxyClosed => SocketError.ConnectionReset,
            SocksFailure.NotAllowed or SocksFailure.NoAcceptableMethod or SocksFailure.CredentialsRejected =>
                SocketError.AccessDenied,
            SocksFailure.NetworkUnreachable => SocketError.NetworkUnreachable,
            SocksFailure.HostUnreachable => SocketError.HostUnreachable,
            SocksFailure.ConnectionRefused => SocketError.ConnectionRefused,
            SocksFailure.CommandNotSupported => SocketError.OperationNotSupported,
            SocksFailure.AddressTypeNotSupported or SocksFailure.OnionAddressInvalid =>
                SocketError.AddressFamilyNotSupported,
            SocksFailure.OnionNotFound => SocketError.HostNotFound,
            _ => SocketError.SocketError,
        };
}
