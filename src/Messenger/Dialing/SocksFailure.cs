using System.Net.Sockets;

namespace MGen.Messenger.Dialing;

/// <summary>
/// Why a SOCKS5 proxy did not connect. The names appear in the event log, in metrics and in the summary.
/// </summary>
public enum SocksFailure
{
    /// <summary>No failure.</summary>
    None,

    /// <summary>The proxy's address refuses connections or does not respond, or its name is unknown.</summary>
    ProxyUnreachable,

    /// <summary>
    /// The proxy accepted the connection but did not finish the authentication within
    /// <see cref="SocksDialer.NegotiationTimeLimit"/>.
    /// </summary>
    ProxySilent,

    /// <summary>The proxy closed the connection before its reply was complete.</summary>
    ProxyClosed,

    /// <summary>The reply is not valid SOCKS5.</summary>
    Malformed,

    /// <summary>The proxy accepts none of the offered authentication methods.</summary>
    NoAcceptableMethod,

    /// <summary>The proxy rejected user name and password.</summary>
    CredentialsRejected,

    /// <summary>A name is empty, or longer than its protocol field allows: 255 bytes.</summary>
    NameTooLong,

    /// <summary>Reply 1: general failure, without a reason.</summary>
    GeneralFailure,

    /// <summary>Reply 2: a rule of the proxy (with Tor, the exit's policy) forbids the connection.</summary>
    NotAllowed,

    /// <summary>Reply 3: the target's network is unreachable.</summary>
    NetworkUnreachable,

    /// <summary>Reply 4: the target is unreachable, or its name is unknown.</summary>
    HostUnreachable,

    /// <summary>Reply 5: the target refused the connection.</summary>
    ConnectionRefused,

    /// <summary>Reply 6: the target did not respond in time.</summary>
    TtlExpired,

    /// <summary>Reply 7: the proxy does not support the CONNECT command.</summary>
    CommandNotSupported,

    /// <summary>Reply 8: the proxy does not support this type of address.</summary>
    AddressTypeNotSupported,

    /// <summary>Tor's reply F0: the onion service's descriptor was not found; it may not be published yet.</summary>
    OnionNotFound,

    /// <summary>Tor's reply F1: the descriptor is not valid.</summary>
    OnionDescriptorInvalid,

    /// <summary>Tor's reply F2: the introduction to the onion service failed.</summary>
    OnionIntroductionFailed,

    /// <summary>Tor's reply F3: the onion service did not reach the rendezvous point.</summary>
    OnionRendezvousFailed,

    /// <summary>Tor's reply F4: the onion service requires a key that the proxy does not have.</summary>
    OnionKeyMissing,

    /// <summary>Tor's reply F5: the proxy's key for the onion service is wrong.</summary>
    OnionKeyWrong,

    /// <summary>Tor's reply F6: the address is not a valid onion address.</summary>
    OnionAddressInvalid,

    /// <summary>Tor's reply F7: the introduction to the onion service timed out.</summary>
    OnionIntroductionTimedOut,

    /// <summary>A reply that neither RFC 1928 nor Tor defines.</summary>
    UnknownReply,
}

/// <summary>Maps reply codes to failures, and failures to whether a retry can succeed and to socket errors.</summary>
internal static class SocksFailureRules
{
    // RFC 1928, section 6, and Tor's proposal 304 (the flag ExtendedErrors of a SocksPort).
    private const byte FirstExtended = 0xF0,
        LastExtended = 0xF7;
    private const byte LastStandard = 8;

    /// <summary>The failure that a reply code reports.</summary>
    public static SocksFailure FromReply(byte reply) =>
        reply switch
        {
            0 => SocksFailure.None,
            <= LastStandard => SocksFailure.GeneralFailure + (reply - 1),
            >= FirstExtended and <= LastExtended => SocksFailure.OnionNotFound + (reply - FirstExtended),
            _ => SocksFailure.UnknownReply,
        };

    /// <summary>
    /// Whether the failure is permanent: every retry fails until a configuration changes.
    /// <see cref="SocksFailure.NotAllowed"/> is not, since Tor's next exit may allow the target.
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

    /// <summary>The closest socket error, for callers that do not distinguish proxies.</summary>
    public static SocketError ToSocketError(SocksFailure failure) =>
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

/// <summary>
/// A SOCKS5 proxy did not connect. Derives from <see cref="SocketException"/> for callers that do not distinguish
/// proxies.
/// </summary>
public sealed class SocksException : SocketException
{
    /// <summary>Creates an exception for an unknown failure.</summary>
    public SocksException()
        : this(SocksFailure.GeneralFailure, "the proxy failed") { }

    /// <summary>Creates an exception for an unknown failure with a message.</summary>
    public SocksException(string message)
        : this(SocksFailure.GeneralFailure, message) { }

    /// <summary>Creates an exception for a failure.</summary>
    public SocksException(SocksFailure failure, string message)
        : base((int)SocksFailureRules.ToSocketError(failure), message) => Failure = failure;

    /// <summary>The failure.</summary>
    public SocksFailure Failure { get; }

    /// <summary>Whether the failure is permanent, so that a retry cannot succeed.</summary>
    public bool IsFatal => SocksFailureRules.IsFatal(Failure);
}
