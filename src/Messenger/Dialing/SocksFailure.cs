namespace MGen.Messenger.Dialing;

/// <summary>
/// Why a SOCKS5 proxy gave no connection. The names appear in the event log, in metrics and in the summary.
/// </summary>
public enum SocksFailure
{
    /// <summary>It did.</summary>
    None,

    /// <summary>Nobody answers at the proxy's address, or its name is unknown.</summary>
    ProxyUnreachable,

    /// <summary>
    /// The proxy took the connection and did not negotiate within <see cref="SocksDialer.NegotiationTimeLimit"/>.
    /// </summary>
    ProxySilent,

    /// <summary>The proxy ended the connection before it had answered.</summary>
    ProxyClosed,

    /// <summary>The answer is not SOCKS5's.</summary>
    Malformed,

    /// <summary>The proxy takes none of the methods of authentication that were offered.</summary>
    NoAcceptableMethod,

    /// <summary>The proxy refused user name and password.</summary>
    CredentialsRejected,

    /// <summary>A name is longer than its field of the protocol: 255 bytes.</summary>
    NameTooLong,

    /// <summary>Reply 1: something went wrong that has no code.</summary>
    GeneralFailure,

    /// <summary>Reply 2: a rule of the proxy (Tor: an exit's policy) forbids the connection.</summary>
    NotAllowed,

    /// <summary>Reply 3: the target's network cannot be reached.</summary>
    NetworkUnreachable,

    /// <summary>Reply 4: the target cannot be reached, or its name is unknown.</summary>
    HostUnreachable,

    /// <summary>Reply 5: the target refused.</summary>
    ConnectionRefused,

    /// <summary>Reply 6: the target did not answer in time.</summary>
    TtlExpired,

    /// <summary>Reply 7: the proxy does not connect for others at all.</summary>
    CommandNotSupported,

    /// <summary>Reply 8: the proxy does not know this kind of address.</summary>
    AddressTypeNotSupported,

    /// <summary>Tor's reply F0: the onion service's descriptor was not found; it may not be published yet.</summary>
    OnionNotFound,

    /// <summary>Tor's reply F1: the descriptor is not valid.</summary>
    OnionDescriptorInvalid,

    /// <summary>Tor's reply F2: the onion service could not be introduced to.</summary>
    OnionIntroductionFailed,

    /// <summary>Tor's reply F3: the onion service did not come to the rendezvous.</summary>
    OnionRendezvousFailed,

    /// <summary>Tor's reply F4: the onion service asks for a key that the proxy does not have.</summary>
    OnionKeyMissing,

    /// <summary>Tor's reply F5: the proxy's key for the onion service is wrong.</summary>
    OnionKeyWrong,

    /// <summary>Tor's reply F6: this is no onion address.</summary>
    OnionAddressInvalid,

    /// <summary>Tor's reply F7: the introduction to the onion service took too long.</summary>
    OnionIntroductionTimedOut,

    /// <summary>A reply that neither RFC 1928 nor Tor defines.</summary>
    UnknownReply,
}
